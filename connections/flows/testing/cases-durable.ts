import type { Kindly } from './cases.ts'

const people = ['{{ trigger.person }}']

/** Kinds with an effect, or an answer that may differ. */
export const durableCases: Readonly<Record<string, Kindly>> = {
  call: {
    data: {
      says: 'an action, with the owner’s rights',
      given: '$world',
      steps: [
        {
          id: 's',
          kind: 'call',
          action: 'directory.person.get',
          input: { person: '{{ trigger.person }}' },
        },
      ],
      reads: /"name":/,
    },
    failure: {
      says: 'an action that there is not',
      steps: [{ id: 's', kind: 'call', action: '{{ "no.such.action" }}' }],
      fails: ['data', 'no.such.action'],
    },
    empty: {
      says: 'nobody is found',
      steps: [
        {
          id: 's',
          kind: 'call',
          action: 'directory.person.list',
          input: { search: 'zzzz-nobody' },
        },
      ],
      output: { items: [] },
    },
  },
  http: {
    data: {
      says: 'what the other server says',
      given: '$world',
      steps: [
        {
          id: 's',
          kind: 'http',
          method: 'POST',
          url: '{{ trigger.service }}/echo',
          body: { n: 1 },
        },
      ],
      reads: /"n":1.*"status":200/,
    },
    failure: {
      says: 'the other server is down',
      given: '$world',
      steps: [{ id: 's', kind: 'http', url: '{{ trigger.service }}/down' }],
      fails: ['unavailable', 'answered 503'],
    },
    empty: {
      says: 'an answer without a body',
      given: '$world',
      steps: [{ id: 's', kind: 'http', url: '{{ trigger.service }}/nothing' }],
      reads: /"status":204/,
    },
  },
  flow: {
    data: {
      says: 'the answer of the other flow',
      given: '$world',
      steps: [{ id: 's', kind: 'flow', flow: '{{ trigger.other }}', input: { n: 2 } }],
      output: 4,
    },
    failure: {
      says: 'a flow that there is not',
      steps: [{ id: 's', kind: 'flow', flow: '01900000-0000-7000-8000-000000000000' }],
      fails: ['data', 'There is no flow'],
    },
    empty: {
      says: 'started, and not waited for',
      given: '$world',
      steps: [{ id: 's', kind: 'flow', flow: '{{ trigger.other }}', input: { n: 2 }, wait: false }],
      reads: /"run":"[0-9a-f-]{36}"/,
    },
  },
  wait: {
    data: { says: 'a while', steps: [{ id: 's', kind: 'wait', for: '10ms' }], output: null },
    failure: {
      says: 'an answer that does not come',
      steps: [{ id: 's', kind: 'wait', answer: true, timeout: '10ms' }],
      fails: ['timeout', 'Nothing came in time'],
    },
    empty: {
      says: 'nothing to wait for',
      steps: [{ id: 's', kind: 'wait' }],
      fails: ['data', 'is not said'],
    },
  },
  ask: {
    data: {
      says: 'somebody approves',
      given: '$world',
      meanwhile: 'approve',
      steps: [{ id: 's', kind: 'ask', people, question: 'Ship it?' }],
      reads: /"choice":"approved?"/,
    },
    failure: {
      says: 'more are needed than are asked',
      given: '$world',
      steps: [{ id: 's', kind: 'ask', people, question: 'Ship it?', need: 2 }],
      fails: ['data', 'cannot be needed'],
    },
    empty: {
      says: 'nobody answers in time',
      given: '$world',
      steps: [{ id: 's', kind: 'ask', people, question: 'Ship it?', deadline: '10ms' }],
      output: { choice: 'none', votes: [] },
    },
  },
  crypto: {
    data: {
      says: 'sealed and opened with a key that the flow never sees',
      accounts: { key: '$key' },
      steps: [
        {
          id: 's',
          kind: 'crypto',
          do: 'encrypt',
          algorithm: 'aes-256-gcm',
          account: 'key',
          data: '你好',
        },
        {
          id: 'e',
          kind: 'crypto',
          do: 'decrypt',
          algorithm: 'aes-256-gcm',
          account: 'key',
          data: '{{ steps.s }}',
        },
      ],
      output: '你好',
    },
    failure: {
      says: 'what was changed on the way does not open',
      accounts: { key: '$key' },
      steps: [
        {
          id: 's',
          kind: 'crypto',
          do: 'encrypt',
          algorithm: 'aes-256-gcm',
          account: 'key',
          data: 'a',
          form: 'hex',
        },
        {
          id: 'e',
          kind: 'crypto',
          do: 'decrypt',
          algorithm: 'aes-256-gcm',
          account: 'key',
          form: 'hex',
          data: '00{{ steps.s.substring(2) }}',
        },
      ],
      fails: ['data', 'cannot be done with this key'],
    },
    empty: {
      says: 'an HMAC of nothing',
      accounts: { key: '$key' },
      steps: [
        {
          id: 's',
          kind: 'crypto',
          do: 'hmac',
          algorithm: 'hmac-sha256',
          account: 'key',
          data: '',
          form: 'hex',
        },
        {
          id: 'e',
          kind: 'crypto',
          do: 'verify-hmac',
          algorithm: 'hmac-sha256',
          account: 'key',
          data: '',
          form: 'hex',
          signature: '{{ steps.s }}',
        },
      ],
      output: true,
    },
  },
  cache: {
    data: {
      says: 'kept, and found again',
      steps: [
        { id: 's', kind: 'cache', do: 'put', key: 'rate', value: { usd: 7.1 }, for: '1d' },
        { id: 'e', kind: 'cache', do: 'get', key: 'rate' },
      ],
      output: { found: true, value: { usd: 7.1 } },
    },
    failure: {
      says: 'for too long',
      steps: [{ id: 's', kind: 'cache', do: 'put', key: 'rate', value: 1, for: '1y' }],
      fails: ['data', '31 days'],
    },
    empty: {
      says: 'nothing is kept',
      steps: [{ id: 's', kind: 'cache', do: 'get', key: 'other' }],
      output: { found: false, value: null },
    },
  },
  random: {
    data: {
      says: 'six digits',
      steps: [{ id: 's', kind: 'random', what: 'digits', length: 6 }],
      reads: /^"\d{6}"$/,
    },
    failure: {
      says: 'a length that is none',
      steps: [{ id: 's', kind: 'random', what: 'token', length: '{{ 0 }}' }],
      fails: ['data', 'whole number'],
    },
    empty: {
      says: 'below one there is 0',
      steps: [{ id: 's', kind: 'random', what: 'number', below: 1 }],
      output: 0,
    },
  },
  code: {
    data: {
      says: 'a script of the input',
      given: [3, 1, 2],
      steps: [
        {
          id: 's',
          kind: 'code',
          input: '{{ trigger }}',
          code: 'const sorted = input.toSorted((a, b) => a - b)\nreturn { sorted, sum: sorted.reduce((a, b) => a + b) }',
        },
      ],
      output: { sorted: [1, 2, 3], sum: 6 },
    },
    failure: {
      says: 'it throws, and the line is named',
      steps: [{ id: 's', kind: 'code', code: 'const order = {}\nreturn order.lines.length' }],
      fails: ['data', '(line 2)'],
    },
    empty: {
      says: 'no input, no answer',
      steps: [{ id: 's', kind: 'code', code: 'input' }],
      output: null,
    },
  },
  rate: {
    data: {
      says: 'let through',
      steps: [{ id: 's', kind: 'rate', key: 'api', times: 10, seconds: 1 }],
      reads: /"at":"20/,
    },
    failure: {
      says: 'its turn would be too late',
      steps: [
        { id: 'a', kind: 'rate', key: 'slow', times: 1, seconds: 3600 },
        { id: 's', kind: 'rate', key: 'slow', times: 1, seconds: 3600, waitMs: 0 },
      ],
      fails: ['rate', 'Its turn would be in'],
    },
    empty: {
      says: 'never is no rate',
      steps: [{ id: 's', kind: 'rate', key: 'none', times: '{{ 0 }}', seconds: 1 }],
      fails: ['data', 'whole number'],
    },
  },
}
