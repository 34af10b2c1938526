import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  anyOf,
  defineEntity,
  defineModule,
  newId,
  scope,
  T,
  within,
  type Actor,
  type Range,
} from '#kernel'
import { readMigrations, type Migration } from './migrate.ts'
import { makeRegistry } from './registry.ts'
import { stage, type Voice } from './testing.ts'

const here = dirname(fileURLToPath(import.meta.url))
const ORG = '0198aaaa-0000-7000-8000-000000000001'

const Bench = defineEntity({
  id: 'shop.bench',
  title: 'Bench',
  fields: {
    name: T.String({ maxLength: 100 }),
    owner: T.Id(),
    price: T.Optional(T.Money()),
    note: T.Optional(T.String()),
  },
  access: {
    read: {
      where: within('shop.read', { self: 'owner' }),
      fields: { note: anyOf(scope('shop.secret'), { owner: '$actor.id' }) },
    },
    create: { check: true },
  },
  actions: ['aggregate', 'create'],
})
const shop = defineModule({
  id: 'shop',
  title: 'Shop',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Bench],
  actions: [],
  scopes: {
    'shop.use': { title: 'Use', roles: ['member'] },
    'shop.read': { title: 'Read', roles: [] },
    'shop.secret': { title: 'Notes', roles: [] },
  },
})
const tables: Migration = {
  module: 'shop',
  name: '0001_shop.sql',
  hash: 'shop-aggregate-1',
  text: `CREATE SCHEMA shop;
    CREATE TABLE shop.bench (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
      name text NOT NULL, owner uuid NOT NULL, price bigint, price_currency text, note text, PRIMARY KEY (org, id));
    SELECT kernel.seal('shop.bench');`,
}

const person = (name: string, org: string, reach: Range): Actor => ({
  kind: 'person',
  id: newId(),
  org,
  name,
  scopes: new Map([
    ['shop.use', 'all'],
    ['shop.read', reach],
  ]),
  departments: [],
  subtree: [],
  groups: [],
  roles: ['member'],
})

test('records are counted and summed as far as one may see them', async () => {
  const migrations = [...(await readMigrations('kernel', join(here, 'migrations'))), tables]
  await using as = await stage({ registry: makeRegistry([shop]), migrations })
  const lin = as.of(person('lin', ORG, 'self'))
  const zhao = as.of(person('zhao', ORG, 'all'))
  const outsider = as.of(person('outsider', '0198aaaa-0000-7000-8000-000000000002', 'all'))
  const benches = [
    { owner: lin.id, note: 'a', price: { amount: '100', currency: 'CNY' } },
    { owner: lin.id, note: 'b', price: { amount: '250', currency: 'CNY' } },
    { owner: zhao.id, note: 'b', price: { amount: '7', currency: 'EUR' } },
    { owner: zhao.id },
  ]
  for (const bench of benches) await lin.call('shop.bench.create', { name: 'bench', ...bench })
  const ask = async (voice: Voice, input: object) =>
    ((await voice.call('shop.bench.aggregate', input)) as { items: object[] }).items
  const totals = { by: ['price'], measures: { n: 'count', total: { sum: 'price' } } }
  assert.deepEqual(await ask(zhao, totals), [
    { price: 'CNY', n: 2, total: 350 },
    { price: 'EUR', n: 1, total: 7 },
    { price: null, n: 1, total: null },
  ])
  assert.deepEqual(await ask(lin, totals), [{ price: 'CNY', n: 2, total: 350 }])
  assert.deepEqual(await ask(lin, { ...totals, where: { price: { gt: '100' } } }), [
    { price: 'CNY', n: 1, total: 250 },
  ])
  assert.deepEqual(
    await ask(zhao, { by: ['note'], measures: { n: 'count' } }),
    [
      { note: 'b', n: 1 },
      { note: null, n: 3 },
    ],
    'what is masked makes no groups',
  )
  const named = { ...totals, search: 'nowhere' }
  assert.deepEqual(await ask(zhao, named), [], 'a search counts what the list would show')
  assert.equal((await ask(zhao, { ...totals, search: 'BEN' })).length, 3)
  assert.deepEqual(await ask(outsider, { measures: { n: 'count' } }), [{ n: 0 }])
  for (const measures of [{ x: { max: 'name' } }, { x: { sum: 'nope' } }, { 'x"; --': 'count' }])
    await lin.refuses('shop.bench.aggregate', { measures }, 'invalid')
})
