import { defineAction, defineEntity, defineModule, definePage, T } from '#kernel'
import type { Beside } from '#kernel/testing'

/** A module that only the browser tests have: one list in the shared layout, filled as imports fill theirs. */
const Sack = defineEntity({
  id: 'granary.sack',
  title: 'Sack',
  label: 'number',
  search: ['number'],
  scope: 'granary.use',
  layout: 'shared',
  shared: {
    id: '0198cccc-0000-7000-8000-0000000000aa',
    keys: { number: 'f1', place: 'f2', weight: 'f3', filled_on: 'f4', price: 'f5', dry: 'f6' },
    unique: [],
  },
  fields: {
    number: T.String({ title: 'Number', maxLength: 40 }),
    place: T.Enum(['loft', 'cellar', 'yard', 'barn'], { title: 'Place' }),
    weight: T.Integer({ title: 'Weight' }),
    filled_on: T.Day({ title: 'Filled on' }),
    price: T.Money({ title: 'Price' }),
    dry: T.Boolean({ title: 'Dry' }),
  },
  access: { read: { where: true }, create: {}, update: { where: true }, delete: { where: true } },
  actions: ['get', 'list', 'aggregate', 'history', 'create', 'update', 'delete'],
})

/** Rows of one call; a transaction well under a second. */
export const LOADED = 5000
const PLACES = ['loft', 'cellar', 'yard', 'barn'] as const

/** Fills it in order, so that what is on screen can be told from its number. */
export const fill = defineAction({
  id: 'granary.sack.fill',
  kind: 'command',
  effect: 'local',
  title: 'Fill',
  description: 'Loads sacks as an import does.',
  scope: 'granary.use',
  silent: 'test',
  input: T.Object({ from: T.Integer(), rows: T.Integer({ maximum: LOADED }) }),
  output: T.Object({ count: T.Integer() }),
}).run(({ from, rows }, ctx) =>
  ctx.records(Sack).load(
    Array.from({ length: rows }, (_, index) => {
      const n = from + index
      return {
        number: `S-${String(n).padStart(6, '0')}`,
        place: PLACES[n % 4]!,
        weight: (n * 7919) % 100_000,
        filled_on: new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString().slice(0, 10),
        price: { amount: String((n * 31) % 90_000), currency: 'CNY' },
        dry: n % 3 === 0,
      }
    }),
  ),
)

const module = defineModule({
  id: 'granary',
  title: 'Granary',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: false,
  needs: [],
  entities: [Sack],
  actions: [fill],
  pages: [
    definePage({
      id: 'granary.sacks',
      path: '/granary',
      title: 'Granary',
      icon: 'table',
      entity: 'granary.sack',
      views: ['table'],
      columns: ['number', 'place', 'weight', 'filled_on', 'price', 'dry'],
      scope: 'granary.use',
    }),
  ],
  scopes: { 'granary.use': { title: 'Use the granary', roles: ['member'] } },
})

export const granary: Beside = {
  module,
  zh: {
    granary: '粮仓',
    'granary.sacks': '粮仓',
    'granary.sack': '粮袋',
    'granary.sack.number': '编号',
    'granary.sack.place': '位置',
    'granary.sack.weight': '重量',
    'granary.sack.filled_on': '装袋日期',
    'granary.sack.price': '价格',
    'granary.sack.dry': '干燥',
  },
  tables: {
    module: 'granary',
    name: '0001_granary.sql',
    hash: 'granary-1',
    text: 'CREATE SCHEMA IF NOT EXISTS granary;',
  },
}
