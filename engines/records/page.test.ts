import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineEntity, defineModule, JsonText, ref, scope, T } from '#kernel'
import { join } from 'node:path'
import { readMigrations } from '../../kernel/migrate.ts'
import { makeRegistry } from '../../kernel/registry.ts'
import { ROOT, stage } from '../../kernel/testing.ts'

const Maker = defineEntity({
  id: 'odd.maker',
  title: 'Maker',
  fields: { name: T.String(), hidden: T.Optional(T.Boolean()) },
  access: { read: { where: { hidden: null } }, create: { check: true } },
  brief: ['name', 'hidden'],
})
const Piece = defineEntity({
  id: 'odd.piece',
  title: 'Piece',
  label: 'text',
  fields: {
    text: T.String(),
    maybe: T.Optional(T.String()),
    whole: T.Optional(T.Integer()),
    real: T.Optional(T.Number()),
    flag: T.Optional(T.Boolean()),
    day: T.Optional(T.Day()),
    time: T.Optional(T.Time()),
    price: T.Optional(T.Money()),
    person: T.Optional(T.Id()),
    data: T.Optional(T.Json()),
    list: T.Optional(T.Array(T.String())),
    secret: T.Optional(T.String()),
    cost: T.Optional(T.Money()),
    maker: T.Optional(ref(Maker)),
  },
  access: {
    read: { where: true, fields: { secret: scope('odd.all'), cost: scope('odd.all') } },
    create: { check: true },
  },
  actions: ['list'],
})
const odd = defineModule({
  id: 'odd',
  title: 'Odd',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Maker, Piece],
  actions: [],
  scopes: {
    'odd.use': { title: 'Use', roles: ['member'] },
    'odd.all': { title: 'All', roles: [] },
  },
})
const managed = `org uuid NOT NULL, id uuid NOT NULL DEFAULT gen_random_uuid(), created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1`
const tables = {
  module: 'odd',
  name: '0001_odd.sql',
  hash: 'odd-1',
  text: `CREATE SCHEMA odd;
    CREATE TABLE odd.maker (${managed}, name text NOT NULL, hidden boolean, PRIMARY KEY (org, id));
    CREATE TABLE odd.piece (${managed}, text text NOT NULL, maybe text, whole bigint, "real" double precision, flag boolean, day date, time timestamptz,
      price bigint, price_currency text, person uuid, data jsonb, list jsonb, secret text, cost bigint, cost_currency text, maker uuid, PRIMARY KEY (org, id));
    SELECT kernel.seal('odd.maker'); SELECT kernel.seal('odd.piece');`,
}

const texts = ['', '"\\/\b\f\n\r\t\u0001\u001f\u007f', '王芳 🚲 \u2028 ÿ', 'x'.repeat(70_000)]
const wholes = [0, -1, 2 ** 31, -(2 ** 40) - 7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
const reals = [0, -0.5, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2]
const days = ['2000-01-01', '1999-12-31', '1970-01-01', '0001-01-01', '9999-12-31', '2024-02-29']
const times = [
  '2000-01-01T00:00:00Z',
  '1999-12-31T23:59:59.999999Z',
  '2026-11-23T04:05:06.1Z',
  '1969-07-20T20:17:40.00001Z',
  '9999-12-31T23:59:59Z',
]

test('a page as JSON is the page, whatever stands in it', async () => {
  const kernel = await readMigrations('kernel', join(ROOT, 'kernel', 'migrations'))
  await using as = await stage({ registry: makeRegistry([odd]), migrations: [...kernel, tables] })
  const org = '01a2066c-868a-7000-8839-a19d364f922c'
  const person = '01a2066c-868a-7000-8839-a19d364f922d'
  await as.owner(async (client) => {
    const { rows: makers } = await client.query<{ id: string }>(
      `INSERT INTO odd.maker (org, name, hidden) VALUES ($1, '"M"', NULL), ($1, 'secret', true) RETURNING id`,
      [org],
    )
    const insert = (column: string, type: string, values: readonly unknown[]) =>
      client.query(
        `INSERT INTO odd.piece (org, text, ${column}, maker) SELECT $1, 't', v::${type}, $3 FROM unnest($2::text[]) v`,
        [org, values.map(String), makers[values.length % 3]?.id ?? null],
      )
    for (const [column, type, values] of [
      ['maybe', 'text', texts],
      ['whole', 'bigint', wholes],
      ['"real"', 'double precision', reals],
      ['flag', 'boolean', [true, false]],
      ['day', 'date', days],
      ['time', 'timestamptz', times],
      ['person', 'uuid', [person]],
      ['data', 'jsonb', ['null', '[]', '{"a": {"b": null}}', '"x\\u0001"', '12.50', 'true']],
      ['list', 'jsonb', ['[]', '["a", "\\""]']],
      ['secret', 'text', ['s']],
    ] as const)
      await insert(column, type, values)
    await client.query(
      `INSERT INTO odd.piece (org, text, price, price_currency, cost, cost_currency) VALUES
        ($1, 'm', 980000, 'CNY', -1, 'EUR'), ($1, 'm', NULL, NULL, 5, 'USD'), ($1, 'm', -999999999999999999, 'JPY', NULL, NULL)`,
      [org],
    )
  })
  const actor = (all: boolean) =>
    ({
      kind: 'person',
      id: person,
      org,
      name: 'P',
      scopes: new Map([['odd.use', 'all'], ...(all ? [['odd.all', 'all'] as const] : [])]),
      departments: [],
      subtree: [],
      groups: [],
      roles: [],
    }) as never
  for (const voice of [as.of(actor(false)), as.of(actor(true))])
    for (const query of [
      {},
      { expand: ['maker'], sort: ['-time', 'whole'] },
      { where: { text: 'nowhere' } },
      { where: { text: 'm' }, sort: ['price'] },
      { where: { maybe: { ne: null } }, limit: 4 },
    ])
      for (let [cursor, pages] = [undefined as string | undefined, 0]; pages < 60; pages++) {
        const asked = { limit: 3, ...query, ...(cursor === undefined ? {} : { cursor }) }
        const page = (await voice.call('odd.piece.list', asked)) as { next?: string }
        const text = (await voice.call('odd.piece.list', asked, { asText: true })) as JsonText
        assert.ok(text instanceof JsonText)
        assert.deepEqual(JSON.parse(text.bytes.toString()), JSON.parse(JSON.stringify(page)))
        cursor = page.next
        if (cursor === undefined) break
      }
  const all = (await as
    .of(actor(true))
    .call('odd.piece.list', { limit: 1000 }, { asText: true })) as JsonText
  const { items } = JSON.parse(all.bytes.toString()) as { items: Record<string, unknown>[] }
  const values = (name: string) => items.flatMap((item) => (name in item ? [item[name]] : []))
  assert.deepEqual(new Set(values('maybe')), new Set(texts))
  assert.deepEqual(new Set(values('whole')), new Set(wholes))
  assert.deepEqual(new Set(values('real')), new Set(reals))
  assert.deepEqual(new Set(values('day')), new Set(days))
  assert.deepEqual(new Set(values('time')), new Set(times))
})
