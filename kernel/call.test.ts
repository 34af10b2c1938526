import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  anyOf,
  conflict,
  defineAction,
  defineEntity,
  defineEvent,
  defineModule,
  defineSubscription,
  exists,
  newId,
  ref,
  scope,
  T,
  within,
  type Actor,
} from '#kernel'
import { makeRegistry } from './registry.ts'
import { readMigrations, compareTables, type Migration } from './migrate.ts'
import { stage, type Cast, type Voice } from './testing.ts'

const here = dirname(fileURLToPath(import.meta.url))
const ORG = '0198aaaa-0000-7000-8000-000000000001'
const OTHER = '0198aaaa-0000-7000-8000-000000000002'

const Bench = defineEntity({
  id: 'shop.bench',
  title: 'Bench',
  fields: {
    name: T.String({ maxLength: 100 }),
    owner: ref('shop.bench'),
    department: T.Optional(T.Id()),
    price: T.Optional(T.Money()),
    note: T.Optional(T.String()),
    tags: T.Optional(T.Array(T.String())),
  },
  access: {
    read: {
      where: anyOf(
        within('shop.read', { self: 'owner', department: 'department' }),
        exists('shop.loan', { bench: '$row.id', borrower: '$actor.id' }),
      ),
      fields: { note: anyOf(scope('shop.secret'), { owner: '$actor.id' }) },
    },
    create: { check: { owner: '$actor.id' }, reason: 'You may only create benches of your own.' },
    update: {
      where: { owner: '$actor.id' },
      check: { owner: '$actor.id' },
      fields: ['name', 'price', 'note', 'owner'],
      reason: 'Only the owner may change a bench.',
    },
    delete: { where: { owner: '$actor.id' } },
  },
  actions: ['get', 'list', 'create', 'update', 'delete'],
})
const Loan = defineEntity({
  id: 'shop.loan',
  title: 'Loan',
  fields: { bench: ref(Bench), borrower: T.Id() },
  access: { read: { where: true } },
})
const rang = defineEvent({
  id: 'shop.bell.rang',
  title: 'Bell rang',
  payload: T.Object({ n: T.Integer() }),
})
const heard: number[] = []
const ring = defineAction({
  id: 'shop.bell.ring',
  kind: 'command',
  effect: 'local',
  title: 'Ring',
  description: 'Rings.',
  scope: 'shop.use',
  input: T.Object(
    {
      n: T.Integer(),
      stream: T.String(),
      fails: T.Optional(T.Boolean()),
      key: T.Optional(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ n: T.Integer() }),
  emits: [rang],
  errors: { broken: conflict('The bell is broken.') },
  once: 'key',
}).runMany(async (items) =>
  items.map((item) => {
    if (item.input.fails) return item.error('broken')
    item.emit(rang, { n: item.input.n }, { stream: `shop.bell:${item.input.stream}` })
    return { n: item.input.n }
  }),
)
const hear = defineSubscription({ id: 'shop.hear', on: rang, lane: 'n' }).run(
  async (event) => void heard.push(event.payload.n),
)
const explode = defineAction({
  id: 'shop.bell.explode',
  kind: 'command',
  effect: 'local',
  title: 'Explode',
  description: 'Writes, then fails.',
  scope: 'shop.use',
  silent: 'never succeeds',
  input: T.Object({ name: T.String() }),
  output: T.Null(),
}).run(async ({ name }, ctx) => {
  await ctx.records(Bench).create({ name, owner: ctx.actor.id } as never)
  throw new Error('secret internals')
})
const shop = defineModule({
  id: 'shop',
  title: 'Shop',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Bench, Loan],
  events: [rang],
  actions: [ring, explode],
  subscriptions: [hear],
  scopes: {
    'shop.use': { title: 'Use', roles: ['member'] },
    'shop.read': { title: 'Read', roles: [] },
    'shop.secret': { title: 'Notes', roles: [] },
  },
})
const tables: Migration = {
  module: 'shop',
  name: '0001_shop.sql',
  hash: 'shop-1',
  text: `CREATE SCHEMA shop;
    CREATE TABLE shop.bench (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
      name text NOT NULL, owner uuid NOT NULL, department uuid, price bigint, price_currency text, note text, tags jsonb, PRIMARY KEY (org, id), UNIQUE (org, name));
    CREATE TABLE shop.loan (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
      bench uuid NOT NULL, borrower uuid NOT NULL, PRIMARY KEY (org, id));
    SELECT kernel.seal('shop.bench'); SELECT kernel.seal('shop.loan');`,
}

function person(
  name: string,
  org: string,
  scopes: Record<string, 'self' | 'department' | 'subtree' | 'all'> = {},
  extra: Partial<Actor> = {},
): Actor {
  return {
    kind: 'person',
    id: newId(),
    org,
    name,
    scopes: new Map(Object.entries({ 'shop.use': 'all', ...scopes })),
    departments: [],
    subtree: [],
    groups: [],
    roles: ['member'],
    ...extra,
  }
}

describe('the pipeline', () => {
  let as: Cast
  let lin: Voice
  let zhao: Voice
  let outsider: Voice
  const department = newId()
  before(async () => {
    const migrations = [...(await readMigrations('kernel', join(here, 'migrations'))), tables]
    as = await stage({ registry: makeRegistry([shop]), migrations })
    lin = as.of(person('lin', ORG, { 'shop.read': 'self' }))
    zhao = as.of(
      person(
        'zhao',
        ORG,
        { 'shop.read': 'subtree' },
        { subtree: [department], departments: [department] },
      ),
    )
    outsider = as.of(person('outsider', OTHER, { 'shop.read': 'all', 'shop.secret': 'all' }))
  })
  after(() => as[Symbol.asyncDispose]())

  const make = (name: string, more: Record<string, unknown> = {}) =>
    lin.call('shop.bench.create', { name, owner: lin.id, ...more }) as Promise<{
      id: string
      rev: number
    }>

  test('tables agree with the manifest and every table is sealed', async () => {
    assert.deepEqual(await as.owner((client) => compareTables(client, as.kernel.registry)), [])
  })

  test('a record is created, read, changed and deleted by whom its rules allow', async () => {
    const bench = await make('one', {
      price: { amount: '980000', currency: 'CNY' },
      tags: ['a'],
      note: 'mine',
      department,
    })
    const mine = (await lin.call('shop.bench.get', { bench: bench.id })) as Record<string, unknown>
    assert.deepEqual(
      [mine['name'], mine['price'], mine['tags'], mine['note'], mine['rev']],
      ['one', { amount: '980000', currency: 'CNY' }, ['a'], 'mine', 1],
    )
    assert.match(String(mine['created_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    const seen = (await zhao.call('shop.bench.get', { bench: bench.id })) as Record<string, unknown>
    assert.equal(seen['note'], undefined, 'a masked field is absent')
    assert.equal(
      ((await zhao.call('shop.bench.list', { where: { note: 'mine' } })) as { items: unknown[] })
        .items.length,
      0,
      'nor may it be guessed by filtering',
    )
    await zhao.refuses('shop.bench.update', { bench: bench.id, name: 'stolen' }, 'forbidden')
    await outsider.refuses('shop.bench.get', { bench: bench.id }, 'notFound')
    await outsider.refuses('shop.bench.update', { bench: bench.id, name: 'stolen' }, 'notFound')
    await as.nobody.refuses('shop.bench.get', { bench: bench.id }, 'unauthenticated')
    const changed = (await lin.call('shop.bench.update', {
      bench: bench.id,
      rev: 1,
      name: 'uno',
      note: null,
    })) as Record<string, unknown>
    assert.deepEqual([changed['name'], changed['note'], changed['rev']], ['uno', undefined, 2])
    await lin.refuses('shop.bench.update', { bench: bench.id, rev: 1, name: 'due' }, 'conflict')
    await lin.refuses('shop.bench.update', { bench: bench.id, department }, 'forbidden')
    await lin.refuses('shop.bench.update', { bench: bench.id, owner: zhao.id }, 'forbidden')
    await zhao.refuses('shop.bench.create', { name: 'x', owner: lin.id }, 'forbidden')
    await lin.refuses('shop.bench.create', { name: 'uno', owner: lin.id }, 'conflict')
    await lin.call('shop.bench.delete', { bench: bench.id })
    await lin.refuses('shop.bench.get', { bench: bench.id }, 'notFound')
  })

  test('pages neither repeat nor skip, in any order, with absent values', async () => {
    for (let index = 0; index < 25; index++)
      await make(
        `page ${String(index).padStart(2, '0')}`,
        index % 3 ? { price: { amount: String(index % 5), currency: 'CNY' } } : {},
      )
    for (const sort of [['name'], ['-name'], ['price', '-name'], ['-price', 'name'], undefined]) {
      const whole = (await lin.call('shop.bench.list', {
        where: { name: { startsWith: 'page' } },
        limit: 1000,
        ...(sort && { sort }),
      })) as { items: { id: string }[] }
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const some = (await lin.call('shop.bench.list', {
          where: { name: { startsWith: 'page' } },
          limit: 4,
          ...(sort && { sort }),
          ...(cursor && { cursor }),
        })) as { items: { id: string }[]; next?: string }
        paged.push(...some.items.map(({ id }) => id))
        cursor = some.next
      } while (cursor)
      assert.deepEqual(
        paged,
        whole.items.map(({ id }) => id),
        String(sort),
      )
      assert.equal(paged.length, 25)
    }
    await lin.refuses('shop.bench.list', { cursor: 'bm9wZQ' }, 'invalid')
    await lin.refuses('shop.bench.list', { where: { scope: 'shop.read' } }, 'invalid')
    await lin.refuses('shop.bench.list', { where: { owner: '$actor.id' } }, 'invalid')
    await lin.refuses('shop.bench.list', { sort: ['nope'] }, 'invalid')
  })

  test('a reference is brought along as far as the actor may see it', async () => {
    const first = await make('expanded')
    await as.owner((client) =>
      client.query('UPDATE shop.bench SET owner = $1, department = $2 WHERE id = $1', [
        first.id,
        department,
      ]),
    )
    const { items } = (await zhao.call('shop.bench.list', {
      where: { name: 'expanded' },
      expand: ['owner'],
    })) as { items: Record<string, unknown>[] }
    assert.deepEqual(items[0]!['owner$'], { id: first.id, name: 'expanded' })
  })

  test('commands share a transaction, each with its own result, and streams have neither holes nor repeats', async () => {
    const stream = newId()
    const heardFrames: number[] = []
    const stop = as.kernel.onEvent(
      (event) => event.stream === `shop.bell:${stream}` && heardFrames.push(event.seq!),
    )
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        lin.call(ring, { n, stream, ...(n % 10 === 0 && { fails: true }) }),
      ),
    )
    stop()
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 20)
    assert.deepEqual(
      heardFrames,
      Array.from({ length: 180 }, (_, index) => index + 1),
    )
    const recovered = await as.kernel.recover(ORG, `shop.bell:${stream}`)
    assert.equal(recovered.seq, 180)
    const replay = await as.kernel.recover(ORG, `shop.bell:${stream}`, {
      seq: 170,
      epoch: recovered.epoch,
    })
    assert.deepEqual(
      replay.events.map(({ seq }) => seq),
      [171, 172, 173, 174, 175, 176, 177, 178, 179, 180],
    )
    assert.equal(
      (await as.kernel.recover(ORG, `shop.bell:${stream}`, { seq: 3, epoch: newId() })).recovered,
      false,
    )
    await as.kernel.idle()
    assert.equal(heard.length, 180, 'each fact is heard once')
  })

  test('an idempotency key answers the first result, also to twins in flight', async () => {
    const stream = newId()
    const twins = await Promise.all(
      [1, 2, 3].map(() => lin.call(ring, { n: 7, stream, key: 'k1' })),
    )
    assert.deepEqual(twins, [{ n: 7 }, { n: 7 }, { n: 7 }])
    assert.equal((await as.kernel.recover(ORG, `shop.bell:${stream}`)).seq, 1)
    await lin.refuses(ring, { n: 8, stream, key: 'k1' }, 'conflict')
    const [a, b] = (await Promise.all(
      ['x', 'y'].map(() =>
        lin.call('shop.bench.create', { name: `once ${stream}`, owner: lin.id }, { key: 'k2' }),
      ),
    )) as { id: string }[]
    assert.equal(a!.id, b!.id)
  })

  test('commands that share a transaction are each audited with their own change', async () => {
    const made = (await Promise.all(
      ['audit a', 'audit b', 'audit c'].map((name) => make(name)),
    )) as { id: string }[]
    const { rows } = await as.owner((client) =>
      client.query(
        `SELECT subject, input->>'name' AS name, jsonb_array_length(changes) AS n FROM kernel.audit WHERE input->>'name' LIKE 'audit _' ORDER BY 2`,
      ),
    )
    assert.deepEqual(
      rows,
      ['audit a', 'audit b', 'audit c'].map((name, index) => ({
        subject: made[index]!.id,
        name,
        n: 1,
      })),
    )
  })

  test('what fails leaves nothing but its audit row, and says nothing of its cause', async () => {
    await assert.rejects(lin.call(explode, { name: 'ghost' }))
    assert.equal(
      ((await lin.call('shop.bench.list', { where: { name: 'ghost' } })) as { items: unknown[] })
        .items.length,
      0,
    )
    await as.kernel.idle()
    const { rows } = await as.owner((client) =>
      client.query('SELECT outcome, input FROM kernel.audit WHERE action = $1', [explode.id]),
    )
    assert.deepEqual(rows, [{ outcome: 'internal', input: { name: 'ghost' } }])
  })

  test('input is refused with every wrong field named', async () => {
    const error = await lin.refuses('shop.bench.create', { name: 5, colour: 'red' }, 'invalid')
    assert.deepEqual(
      (error.details!['fields'] as { path: string }[]).map(({ path }) => path).sort(),
      ['/colour', '/name', '/owner'],
    )
  })

  test('row-level security holds beneath everything', async () => {
    await make('sealed')
    const rows = await as.kernel.database.reader(OTHER).sql`SELECT count(*) AS n FROM shop.bench`
    assert.deepEqual(rows, [{ n: 0 }])
  })
})
