import type { Kindly } from './cases.ts'
import { given, items, none, orders } from './sample-orders.ts'

/** Kinds that make lists of lists. */
export const listCases: Readonly<Record<string, Kindly>> = {
  filter: {
    data: {
      says: 'those of which it holds',
      given,
      steps: [{ id: 's', kind: 'filter', items, keep: '{{ item.n > 1 }}' }],
      output: [orders[0], orders[2]],
    },
    failure: {
      says: 'a condition that is no condition',
      given,
      steps: [{ id: 's', kind: 'filter', items, keep: '{{ item.n }}' }],
      fails: ['data', 'neither true nor false'],
    },
    empty: {
      says: 'nothing of nothing',
      given: none,
      steps: [{ id: 's', kind: 'filter', items, keep: '{{ item.n > 1 }}' }],
      output: [],
    },
  },
  aggregate: {
    data: {
      says: 'money by region, whole to the cent',
      given,
      steps: [
        {
          id: 's',
          kind: 'aggregate',
          items,
          by: '{{ item.region }}',
          into: [
            { name: 'orders', how: 'count' },
            { name: 'sum', how: 'sum', of: '{{ item.sum }}' },
            { name: 'average', how: 'average', of: '{{ item.sum }}' },
            { name: 'most', how: 'max', of: '{{ item.n }}' },
            { name: 'ids', how: 'join', of: '{{ item.id }}', between: '/' },
          ],
        },
      ],
      output: [
        {
          key: '华东',
          orders: 2,
          sum: { amount: '2001', currency: 'CNY' },
          average: { amount: '1001', currency: 'CNY' },
          most: 3,
          ids: 'a/c',
        },
        {
          key: '华北',
          orders: 1,
          sum: { amount: '500', currency: 'CNY' },
          average: { amount: '500', currency: 'CNY' },
          most: 1,
          ids: 'b',
        },
      ],
    },
    failure: {
      says: 'amounts of two currencies',
      given: { orders: [orders[0], { sum: { amount: '1', currency: 'USD' } }] },
      steps: [
        {
          id: 's',
          kind: 'aggregate',
          items,
          into: [{ name: 'sum', how: 'sum', of: '{{ item.sum }}' }],
        },
      ],
      fails: ['data', 'different currencies'],
    },
    empty: {
      says: 'sums and counts are 0, the rest is nothing',
      given: none,
      steps: [
        {
          id: 's',
          kind: 'aggregate',
          items,
          into: [
            { name: 'n', how: 'count' },
            { name: 'sum', how: 'sum', of: '{{ item.n }}' },
            { name: 'most', how: 'max', of: '{{ item.n }}' },
            { name: 'average', how: 'average', of: '{{ item.n }}' },
          ],
        },
      ],
      output: { n: 0, sum: 0, most: null, average: null },
    },
  },
  sort: {
    data: {
      says: 'by two values; Chinese by pinyin',
      given,
      steps: [
        {
          id: 's',
          kind: 'sort',
          items,
          by: [{ value: '{{ item.region }}' }, { value: '{{ item.n }}', descending: true }],
        },
      ],
      output: [orders[1], orders[0], orders[2]],
    },
    failure: {
      says: 'no list',
      given: { orders: 'a' },
      steps: [{ id: 's', kind: 'sort', items }],
      fails: ['data', 'must be a list'],
    },
    empty: {
      says: 'nothing in order',
      given: none,
      steps: [{ id: 's', kind: 'sort', items }],
      output: [],
    },
  },
  unique: {
    data: {
      says: 'the first of each region',
      given,
      steps: [{ id: 's', kind: 'unique', items, by: '{{ item.region }}' }],
      output: [orders[0], orders[1]],
    },
    failure: {
      says: 'a field that an item has not',
      given: { orders: [{}] },
      steps: [{ id: 's', kind: 'unique', items, by: '{{ item.region }}' }],
      fails: ['data', 'asks for .region'],
    },
    empty: {
      says: 'nothing twice in nothing',
      given: none,
      steps: [{ id: 's', kind: 'unique', items }],
      output: [],
    },
  },
  slice: {
    data: {
      says: 'all but the first, in portions',
      given,
      steps: [{ id: 's', kind: 'slice', items, skip: 1, portions: 1 }],
      output: [[orders[1]], [orders[2]]],
    },
    failure: {
      says: 'fewer than none',
      given,
      steps: [{ id: 's', kind: 'slice', items, most: '{{ -1 }}' }],
      fails: ['data', 'whole number'],
    },
    empty: {
      says: 'past the end there is nothing',
      given,
      steps: [{ id: 's', kind: 'slice', items, skip: 9 }],
      output: [],
    },
  },
  table: {
    data: {
      says: 'regions down, ids across',
      given,
      steps: [
        {
          id: 's',
          kind: 'table',
          rows: items,
          pivot: { down: '{{ item.region }}', across: '{{ item.id }}', value: '{{ item.n }}' },
        },
      ],
      output: {
        columns: ['key', 'a', 'b', 'c'],
        rows: [
          { key: '华东', a: 3, b: null, c: 2 },
          { key: '华北', a: null, b: 1, c: null },
        ],
      },
    },
    failure: {
      says: 'a row that is none',
      given: { orders: [1] },
      steps: [{ id: 's', kind: 'table', rows: items }],
      fails: ['data', 'Row 1'],
    },
    empty: {
      says: 'columns without rows',
      given: none,
      steps: [{ id: 's', kind: 'table', rows: items, columns: [{ name: 'id' }] }],
      output: { columns: ['id'], rows: [] },
    },
  },
  map: {
    data: {
      says: 'a new shape for each',
      given,
      steps: [
        {
          id: 's',
          kind: 'map',
          from: items,
          fields: [
            { name: 'no', value: '{{ index + 1 }}' },
            { name: 'order', value: '{{ item.id.upper() }}' },
          ],
        },
      ],
      output: [
        { no: 1, order: 'A' },
        { no: 2, order: 'B' },
        { no: 3, order: 'C' },
      ],
    },
    failure: {
      says: 'fields of what has none',
      given: { orders: [1] },
      steps: [{ id: 's', kind: 'map', from: items, fields: [], keep: true }],
      fails: ['data', 'no object'],
    },
    empty: {
      says: 'nothing becomes nothing',
      given: none,
      steps: [
        { id: 's', kind: 'map', from: items, fields: [{ name: 'a', value: '{{ item.id }}' }] },
      ],
      output: [],
    },
  },
}
