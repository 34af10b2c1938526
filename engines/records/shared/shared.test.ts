import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { dirname, join } from 'node:path'
import { newId, type Actor } from '#kernel'
import { sales } from './sales.fixtures.ts'
import { makeRegistry } from '../../../kernel/registry.ts'
import { compareTables, readMigrations } from '../../../kernel/migrate.ts'
import { stage, type Cast, type Voice } from '../../../kernel/testing.ts'

const ORG = '0198aaaa-0000-7000-8000-000000000001'
const OTHER = '0198aaaa-0000-7000-8000-000000000002'
const person = (org: string, ...scopes: string[]): Actor => ({
  kind: 'person',
  id: newId(),
  org,
  name: scopes.join() || 'member',
  scopes: new Map(['app_sales.use', ...scopes].map((each) => [each, 'all'])),
  departments: [],
  subtree: [],
  groups: [],
  roles: [],
})
interface Kept {
  id: string
  rev: number
  number: string
  [field: string]: unknown
}

describe('layout shared', () => {
  let as: Cast
  let one: Voice
  let chief: Voice
  let other: Voice
  const registry = makeRegistry([sales])
  before(async () => {
    const root = dirname(dirname(dirname(import.meta.dirname)))
    as = await stage({
      registry,
      migrations: await readMigrations('kernel', join(root, 'kernel', 'migrations')),
    })
    one = as.of(person(ORG))
    chief = as.of(person(ORG, 'app_sales.secret'))
    other = as.of(person(OTHER))
  })
  after(() => as[Symbol.asyncDispose]())
  const customer = async (name: string, more: object = {}, voice = one) =>
    (await voice.call('app_sales.customer.create', { name, ...more })) as Kept
  const order = async (input: object, voice = one) =>
    (await voice.call('app_sales.order.create', input)) as Kept

  test('its tables are sealed', async () => {
    assert.deepEqual(await as.owner((client) => compareTables(client, registry)), [])
  })

  test('a record of every kind of field comes back as it went in', async () => {
    const { id: c } = await customer('Round')
    const fields = {
      reference: 'R-1',
      customer: c,
      agent: c,
      total: { amount: '-980000', currency: 'CNY' },
      weight: 0.1,
      placed: '2026-11-23T09:00:00.25+08:00',
      due: '2026-02-28',
      paid: false,
      tags: ['red', '蓝 "quoted" \\ back'],
      note: '多行\n文字\t"',
      watchers: [c],
      pieces: -7,
    }
    const made = await order(fields)
    const { id, created_at, updated_at, rev, number, ...rest } = made
    assert.deepEqual(rest, { ...fields, placed: '2026-11-23T01:00:00.25Z' })
    assert.match(number, /^PO-\d{4}-0001$/)
    assert.equal(rev, 1)
    assert.equal(created_at, updated_at)
    assert.deepEqual(await one.call('app_sales.order.get', { order: id }), made)
    const { items } = (await one.call('app_sales.order.list', {
      expand: ['customer', 'agent'],
    })) as { items: Kept[] }
    assert.deepEqual(items, [
      { ...made, customer$: { id: c, name: 'Round' }, agent$: { id: c, name: 'Round' } },
    ])
    assert.equal(((await other.call('app_sales.order.list', {})) as { items: [] }).items.length, 0)
    await other.refuses('app_sales.order.get', { order: id }, 'notFound')
  })

  test('sums of decimals do not drift, lists are searched by element', async () => {
    const { id: c } = await customer('Exact')
    for (let index = 0; index < 10; index++)
      await order({ customer: c, weight: 0.1, tags: [`t${index % 2}`] })
    const { items } = (await one.call('app_sales.order.aggregate', {
      where: { customer: c },
      measures: { n: 'count', w: { sum: 'weight' } },
    })) as { items: object[] }
    assert.deepEqual(items, [{ n: 10, w: 1 }])
    const some = (await one.call('app_sales.order.list', {
      where: { customer: c, tags: { has: 't1' } },
    })) as { items: Kept[] }
    assert.equal(some.items.length, 5)
  })

  test('numbers have no gaps, also when many come at once and some fail', async () => {
    const { id: c } = await customer('Numbers')
    const before = (await order({ customer: c })).number
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        order(index % 4 === 3 ? { customer: newId() } : { customer: c, reference: `N-${index}` }),
      ),
    )
    const made = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.number] : []))
    assert.equal(made.length, 30)
    const first = Number(before.slice(-4))
    assert.deepEqual(
      made.map((each) => Number(each.slice(-4))).sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, index) => first + 1 + index),
    )
    await one.refuses('app_sales.order.create', { customer: c, number: 'PO-1' }, 'invalid')
  })

  test('a value that may occur once does, absent ones never collide, and a refusal tells nothing of the other', async () => {
    const { id: c } = await customer('Unique')
    const [first] = await Promise.all([
      order({ customer: c, reference: 'U' }),
      order({ customer: c }),
      order({ customer: c }),
    ])
    const refused = await one.refuses(
      'app_sales.order.create',
      { customer: c, reference: 'U' },
      'conflict',
    )
    assert.deepEqual(refused.details, { fields: ['reference'] })
    const second = await order({ customer: c, reference: 'V' })
    await one.refuses('app_sales.order.update', { order: second.id, reference: 'U' }, 'conflict')
    await one.call('app_sales.order.update', { order: first.id, reference: null })
    await one.call('app_sales.order.update', { order: second.id, reference: 'U' })
    await order({ customer: c, reference: 'V' })
    const long = 'x'.repeat(290)
    await order({ customer: c, reference: `${long}1` })
    await order({ customer: c, reference: `${long}2` })
    await one.refuses('app_sales.order.create', { customer: c, reference: `${long}2` }, 'conflict')
    const racing = await Promise.allSettled(
      Array.from({ length: 10 }, () => order({ customer: c, reference: 'race' })),
    )
    assert.equal(racing.filter(({ status }) => status === 'fulfilled').length, 1)
    await order({ customer: (await customer('Elsewhere', {}, other)).id, reference: 'U' }, other)
  })

  test('who may not read a unique field cannot guess it by writing', async () => {
    const { id, ...rest } = await customer('Secret', { secret: 'S' }, chief)
    assert.equal(rest['secret'], 'S')
    for (const secret of ['S', 'T']) {
      await one.refuses('app_sales.customer.create', { name: 'x', secret }, 'forbidden')
      await one.refuses('app_sales.customer.update', { customer: id, secret }, 'forbidden')
    }
    const shown = (await one.call('app_sales.customer.update', {
      customer: id,
      name: 'Renamed',
    })) as Kept
    assert.equal(shown['secret'], undefined)
    assert.equal(
      ((await one.call('app_sales.customer.get', { customer: id })) as Kept)['secret'],
      undefined,
    )
  })

  test('a reference points at what is there and may be seen; what is pointed at stays, or is let go of', async () => {
    const [a, b] = [await customer('A'), await customer('B')]
    const theirs = await customer('Theirs', {}, other)
    for (const wrong of [newId(), theirs.id])
      await one.refuses('app_sales.order.create', { customer: wrong }, 'invalid')
    await one.refuses(
      'app_sales.order.create',
      { customer: a.id, watchers: [a.id, newId()] },
      'invalid',
    )
    const made = await order({ customer: a.id, agent: b.id, watchers: [b.id, a.id] })
    await one.refuses('app_sales.customer.delete', { customer: a.id }, 'conflict')
    await one.call('app_sales.customer.delete', { customer: b.id })
    const after = (await one.call('app_sales.order.get', { order: made.id })) as Kept
    assert.equal(after['agent'], undefined)
    assert.deepEqual(after['watchers'], [a.id])
    assert.equal(after.rev, 2)
    await one.call('app_sales.order.delete', { order: made.id })
    await one.call('app_sales.customer.delete', { customer: a.id })
    await one.refuses('app_sales.order.get', { order: made.id }, 'notFound')
  })

  test('history tells who made what of it, masked as the record is', async () => {
    const made = await customer('One', { secret: 'first' }, chief)
    await one.call('app_sales.customer.update', { customer: made.id, name: 'Two' })
    await chief.call('app_sales.customer.update', { customer: made.id, secret: null })
    const told = async (voice: Voice, input: object = {}) =>
      (await voice.call('app_sales.customer.history', { customer: made.id, ...input })) as {
        items: { rev: number; changes: object[]; actor: string; cause: string; op: string }[]
        next?: string
      }
    const { items } = await told(chief)
    assert.deepEqual(
      items.map(({ rev, op, actor, cause, changes }) => [rev, op, actor, cause, changes]),
      [
        [
          3,
          'update',
          chief.id,
          'app_sales.customer.update',
          [{ field: 'secret', before: 'first' }],
        ],
        [
          2,
          'update',
          one.id,
          'app_sales.customer.update',
          [{ field: 'name', before: 'One', after: 'Two' }],
        ],
        [
          1,
          'create',
          chief.id,
          'app_sales.customer.create',
          [
            { field: 'name', after: 'One' },
            { field: 'secret', after: 'first' },
          ],
        ],
      ],
    )
    assert.deepEqual(
      (await told(one)).items.map(({ changes }) => changes),
      [[], [{ field: 'name', before: 'One', after: 'Two' }], [{ field: 'name', after: 'One' }]],
    )
    const paged = []
    for (let cursor: string | undefined; ;) {
      const part = await told(chief, { limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...part.items)
      if (!(cursor = part.next)) break
    }
    assert.deepEqual(paged, items)
    await other.refuses('app_sales.customer.history', { customer: made.id }, 'notFound')
    await one.call('app_sales.customer.delete', { customer: made.id })
    const deleted = await told(one)
    assert.deepEqual(
      [deleted.items[0]!.op, deleted.items[0]!.changes],
      ['delete', [{ field: 'name', before: 'Two' }]],
    )
  })

  test('a chunk is loaded under the same rules, with one line in the log, and taken back', async () => {
    const { id: c } = await customer('Bulk')
    const batch = newId()
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      customer: c,
      reference: `B-${index}`,
      weight: index / 10,
    }))
    assert.deepEqual(await one.call('app_sales.order.load', { rows, batch }), { count: 3000 })
    const clash = await one.refuses(
      'app_sales.order.load',
      { rows: [{ customer: c }, { customer: c, reference: 'B-7' }] },
      'conflict',
    )
    assert.deepEqual(clash.details, { fields: ['reference'], row: 1 })
    const missing = await one.refuses(
      'app_sales.order.load',
      { rows: [{ customer: c }, { customer: newId() }] },
      'invalid',
    )
    assert.deepEqual(missing.details, { field: 'customer', row: 1 })
    const wrong = await one.refuses(
      'app_sales.order.load',
      { rows: [{ customer: c }, { customer: c, weight: 'heavy' }] },
      'invalid',
    )
    assert.deepEqual(wrong.details, { field: 'weight', row: 1 })
    await as.kernel.idle()
    const { rows: audit } = await as.owner((client) =>
      client.query(
        "SELECT changes FROM kernel.audit WHERE action = 'app_sales.order.load' AND outcome = 'ok'",
      ),
    )
    assert.deepEqual(audit[0].changes, [
      { entity: 'app_sales.order', id: batch, op: 'create', after: { records: 3000 } },
    ])
    const state = await as.owner((client) =>
      client.query('SELECT state, rows FROM rec.shape WHERE org = $1', [ORG]),
    )
    assert.deepEqual(
      state.rows.map((row) => row.state),
      ['ready'],
      'it has grown, so its fields have slots',
    )
    const page = (await one.call('app_sales.order.list', {
      where: { customer: c, weight: { gte: 100 } },
      sort: ['weight'],
      limit: 3,
    })) as { items: Kept[] }
    assert.deepEqual(
      page.items.map((each) => each['weight']),
      [100, 100.1, 100.2],
    )
    await one.call('app_sales.order.update', { order: page.items[0]!.id, weight: 5000 })
    const top = (await one.call('app_sales.order.list', { sort: ['-weight'], limit: 1 })) as {
      items: Kept[]
    }
    assert.equal(top.items[0]!.id, page.items[0]!.id)
    assert.deepEqual(await one.call('app_sales.order.unload', { batch }), { count: 3000 })
    assert.deepEqual(await one.call('app_sales.order.unload', { batch }), { count: 0 })
    const left = (await one.call('app_sales.order.list', { where: { customer: c } })) as {
      items: Kept[]
    }
    assert.equal(left.items.length, 0)
    const again = await order({ customer: c, reference: 'B-7' })
    await one.call('app_sales.order.delete', { order: again.id })
    await one.call('app_sales.customer.delete', { customer: c })
  })

  test('a record that moved on is not changed unseen', async () => {
    const made = await customer('Moved')
    await one.call('app_sales.customer.update', { customer: made.id, name: 'On', rev: 1 })
    await one.refuses(
      'app_sales.customer.update',
      { customer: made.id, name: 'Off', rev: 1 },
      'conflict',
    )
  })
})
