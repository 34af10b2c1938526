import type { Kindly } from './cases.ts'
import { given, items, none } from './sample-orders.ts'

/** Kinds that make values of values. */
export const valueCases: Readonly<Record<string, Kindly>> = {
  set: {
    data: {
      says: 'a value made of others',
      given: { n: 2 },
      steps: [{ id: 's', kind: 'set', value: { twice: '{{ trigger.n * 2 }}' } }],
      output: { twice: 4 },
    },
    failure: {
      says: 'no such variable',
      steps: [{ id: 's', kind: 'set', value: 1, variable: 'x' }],
      fails: ['data', 'no variable x'],
    },
    empty: {
      says: 'no value is nothing',
      steps: [{ id: 's', kind: 'set', value: null }],
      output: null,
    },
  },
  append: {
    data: {
      says: 'one more',
      variables: { seen: ['a'] },
      steps: [
        { id: 's', kind: 'append', variable: 'seen', value: 'b' },
        { id: 'e', kind: 'set', value: '{{ vars.seen }}' },
      ],
      output: ['a', 'b'],
    },
    failure: {
      says: 'what it holds is no list',
      variables: { seen: 'a' },
      steps: [{ id: 's', kind: 'append', variable: 'seen', value: 'b' }],
      fails: ['data', 'holds no list'],
    },
    empty: {
      says: 'a variable that holds nothing begins a list',
      variables: { seen: null },
      steps: [{ id: 's', kind: 'append', variable: 'seen', value: 'a' }],
      output: { count: 1 },
    },
  },
  unset: {
    data: {
      says: 'it holds nothing afterwards',
      variables: { x: 1 },
      steps: [
        { id: 's', kind: 'unset', variable: 'x' },
        { id: 'e', kind: 'set', value: '{{ [steps.s, has(vars.x)] }}' },
      ],
      output: [1, false],
    },
    failure: {
      says: 'no such variable',
      steps: [{ id: 's', kind: 'unset', variable: 'x' }],
      fails: ['data', 'no variable x'],
    },
    empty: {
      says: 'it held nothing',
      variables: { x: null },
      steps: [{ id: 's', kind: 'unset', variable: 'x' }],
      output: null,
    },
  },
  log: {
    data: {
      says: 'the note is the answer',
      given: { n: 1 },
      steps: [{ id: 's', kind: 'log', message: 'n is {{ trigger.n }}' }],
      output: 'n is 1',
    },
    failure: {
      says: 'what it reads is not there',
      given: {},
      steps: [{ id: 's', kind: 'log', message: '{{ trigger.n }}' }],
      fails: ['data', 'asks for .n'],
    },
    empty: {
      says: 'nothing to say',
      steps: [{ id: 's', kind: 'log', message: null }],
      output: null,
    },
  },
  fail: {
    data: {
      says: 'with its words and its class',
      given: { id: 7 },
      steps: [
        { id: 's', kind: 'fail', message: 'Order {{ trigger.id }} is closed.', class: 'refused' },
      ],
      fails: ['refused', 'Order 7 is closed.'],
    },
    failure: {
      says: 'without a message',
      steps: [{ id: 's', kind: 'fail' }],
      refused: '/steps/0/message',
    },
    empty: {
      says: 'an empty message',
      steps: [{ id: 's', kind: 'fail', message: '' }],
      fails: ['data', ''],
    },
  },
  text: {
    data: {
      says: 'a line for each',
      given,
      steps: [
        {
          id: 's',
          kind: 'text',
          before: '{{ size(trigger.orders) }} orders',
          items,
          line: '- {{ item.id }}: {{ money_text(item.sum) }}',
        },
      ],
      output: '3 orders\n- a: 12.00 CNY\n- b: 5.00 CNY\n- c: 8.01 CNY',
    },
    failure: {
      says: 'no list to write of',
      given: { orders: 5 },
      steps: [{ id: 's', kind: 'text', items }],
      fails: ['data', 'must be a list'],
    },
    empty: {
      says: 'words for when there are none',
      given: none,
      steps: [{ id: 's', kind: 'text', before: 'Orders:', items, empty: 'none today' }],
      output: 'Orders:\nnone today',
    },
  },
  time: {
    data: {
      says: 'two working days on, over the weekend and a day off',
      steps: [
        {
          id: 's',
          kind: 'time',
          at: '2026-09-30T01:30:00Z',
          workdays: 2,
          holidays: ['2026-10-01', '2026-10-02'],
          zone: 'Asia/Shanghai',
          format: 'yyyy-MM-dd HH:mm',
        },
      ],
      output: {
        at: '2026-10-06T01:30:00.000Z',
        day: '2026-10-06',
        weekday: 2,
        workday: true,
        hour: 9,
        minute: 30,
        text: '2026-10-06 09:30',
      },
    },
    failure: {
      says: 'a zone that there is not',
      steps: [{ id: 's', kind: 'time', zone: 'Moon/Base' }],
      fails: ['data', 'no zone'],
    },
    empty: {
      says: 'nothing said: when the run began',
      steps: [
        { id: 's', kind: 'time' },
        { id: 'e', kind: 'set', value: '{{ steps.s.at == now() }}' },
      ],
      output: true,
    },
  },
  encode: {
    data: {
      says: 'records as CSV',
      given: {
        rows: [
          { name: '王, 伟', n: 1 },
          { name: '"Li"', n: 2 },
        ],
      },
      steps: [{ id: 's', kind: 'encode', format: 'csv', value: '{{ trigger.rows }}' }],
      output: 'name,n\r\n"王, 伟",1\r\n"""Li""",2\r\n',
    },
    failure: {
      says: 'two roots are no XML',
      steps: [{ id: 's', kind: 'encode', format: 'xml', value: { a: 1, b: 2 } }],
      fails: ['data', 'the root element'],
    },
    empty: {
      says: 'columns without rows',
      steps: [{ id: 's', kind: 'encode', format: 'csv', value: [], columns: ['a', 'b'] }],
      output: 'a,b\r\n',
    },
  },
  decode: {
    data: {
      says: 'a callback in XML',
      given: {
        xml: '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Item n="1">a &amp; b</Item><Item>c</Item></xml>',
      },
      steps: [{ id: 's', kind: 'decode', format: 'xml', text: '{{ trigger.xml }}' }],
      output: { xml: { ToUserName: 'gh_1', Item: [{ '@n': '1', '#text': 'a & b' }, 'c'] } },
    },
    failure: {
      says: 'a document type, which could expand without end',
      given: { xml: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
      steps: [{ id: 's', kind: 'decode', format: 'xml', text: '{{ trigger.xml }}' }],
      fails: ['data', 'cannot be read at character 1'],
    },
    empty: {
      says: 'an empty table',
      steps: [{ id: 's', kind: 'decode', format: 'csv', text: '' }],
      output: [],
    },
  },
  compress: {
    data: {
      says: 'a text, there and back',
      steps: [
        { id: 's', kind: 'compress', way: 'zip', files: [{ name: '订单.txt', text: 'abc' }] },
        { id: 'e', kind: 'decompress', way: 'zip', base64: '{{ steps.s }}' },
      ],
      output: [{ name: '订单.txt', text: 'abc' }],
    },
    failure: {
      says: 'a file without a name',
      steps: [{ id: 's', kind: 'compress', way: 'zip', files: [{ text: 'abc' }] }],
      fails: ['data', 'The name of file 1'],
    },
    empty: {
      says: 'an archive without files',
      steps: [{ id: 's', kind: 'compress', way: 'zip', files: [] }],
      output: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
    },
  },
  decompress: {
    data: {
      says: 'gzip of somebody else',
      steps: [
        {
          id: 's',
          kind: 'decompress',
          way: 'gzip',
          base64: 'H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==',
        },
      ],
      output: 'hello',
    },
    failure: {
      says: 'a bomb',
      given: '$bomb',
      steps: [{ id: 's', kind: 'decompress', way: 'gzip', base64: '{{ trigger }}' }],
      fails: ['data', 'larger than 700 kB'],
    },
    empty: {
      says: 'an archive without files',
      steps: [
        { id: 's', kind: 'decompress', way: 'zip', base64: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
      ],
      output: [],
    },
  },
  hash: {
    data: {
      says: 'a fingerprint',
      steps: [{ id: 's', kind: 'hash', text: 'abc' }],
      output: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    failure: {
      says: 'what is no text',
      steps: [{ id: 's', kind: 'hash', text: '{{ 5 }}' }],
      fails: ['data', 'must be a text'],
    },
    empty: {
      says: 'of nothing, and compared',
      steps: [
        {
          id: 's',
          kind: 'hash',
          text: '',
          algorithm: 'md5',
          expected: 'd41d8cd98f00b204e9800998ecf8427e',
        },
      ],
      output: true,
    },
  },
}
