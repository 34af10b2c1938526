import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { tenon, type Cast } from '#kernel/testing'
import { checkSource } from './actions/source.check.ts'
import { listSources } from './actions/source.list.ts'
import { checkSql } from './actions/sql.check.ts'
import { compareSql } from './actions/sql.compare.ts'
import { restoreSql } from './actions/sql.restore.ts'
import { upgradeSql } from './actions/sql.upgrade.ts'
import { inspectSql } from './actions/sql.inspect.ts'
import { installSql } from './actions/sql.install.ts'
import { previewSql } from './actions/sql.preview.ts'
import { startErp, type Erp } from './testing/erp.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- rows of somebody's database
let as: Cast
let erp: Erp
let account: string
const statements = [
  {
    noun: 'order',
    verb: 'approve',
    title: 'Approve an order',
    sql: "UPDATE erp.orders SET state = 'approved' WHERE order_no = :order AND state = 'open'",
  },
  {
    noun: 'shipment',
    verb: 'create',
    title: 'Note a shipment',
    sql: 'INSERT INTO erp.shipments (order_no, carrier, tracking) VALUES (:order, :carrier, :tracking) RETURNING ship_id',
    input: {
      properties: {
        order: { type: 'string' },
        carrier: { type: 'string', maxLength: 40 },
        tracking: { type: 'string' },
      },
      required: ['order', 'carrier'],
    },
  },
]
const tables = [
  { schema: 'erp', name: 'orders', title: 'ERP orders', cursor: 'change_no' },
  { schema: 'erp', name: 'customers' },
  { schema: 'erp', name: 'shipments' },
]

before(async () => {
  ;[as, erp] = await Promise.all([tenon([], { egress: openEgress(['127.0.0.1']) }), startErp()])
  const made = await as.lin.call(createAccount, {
    title: 'Old ERP',
    connector: 'postgresql',
    auth: 'custom',
    credential: { ...erp.credential },
    reach: 'organisation',
  })
  account = made.id
})
after(async () => {
  await as[Symbol.asyncDispose]()
  await erp[Symbol.asyncDispose]()
})
const call = async (action: string, input: object): Promise<Row> =>
  (await as.person('lin')).call(action, input) as Promise<Row>

test('a database shows its tables to who may import', async () => {
  await as.wang.refuses(inspectSql, { account }, 'forbidden')
  const seen = await as.lin.call(inspectSql, { account })
  const orders = seen.tables.find(({ name }) => name === 'orders')!
  assert.deepEqual([seen.dialect, orders.schema, orders.key], ['postgresql', 'erp', 'order_no'])
  assert.deepEqual(
    orders.columns.map(({ name, type }) => `${name} ${type}`),
    [
      'order_no text',
      'cust_no integer',
      'ordered_on day',
      'total number',
      'state text',
      'remark text',
      'change_no integer',
    ],
  )
})

test('rows are looked at and statements tried on the database before anything is kept', async () => {
  const table = { account, schema: 'erp', name: 'customers' }
  await as.wang.refuses(previewSql, table, 'forbidden')
  const { columns, items } = await as.lin.call(previewSql, { ...table, limit: 2 })
  assert.deepEqual([columns[1], items.length], ['cust_name', 2])
  assert.equal((items[0] as Row)['short_name'], '远山')
  await as.lin.refuses(previewSql, { ...table, name: 'nothing' }, 'notFound')
  const sql = 'UPDATE erp.orders SET state = :state WHERE order_no = :order AND state <> :state'
  await as.wang.refuses(checkSql, { account, sql }, 'forbidden')
  assert.deepEqual(await as.lin.call(checkSql, { account, sql }), { values: ['state', 'order'] })
  await as.lin.refuses(checkSql, { account, sql: 'UPDATE erp.orders SET nope = 1' }, 'invalid')
})

test('statements are checked by the database before anything is kept, and there is one at a time', async () => {
  const about = { name: 'erp', title: 'ERP', account, tables }
  const refuses = async (sql: string) =>
    as.lin.refuses(
      installSql,
      { ...about, statements: [{ noun: 'order', verb: 'drop', title: 'X', sql }] },
      'invalid',
    )
  assert.match((await refuses('UPDATE erp.nowhere SET a = :a')).message, /erp\.nowhere/)
  await refuses('DELETE FROM erp.orders; DROP TABLE erp.orders')
  await refuses('DROP TABLE erp.orders')
  const made = await as.lin.call(installSql, { ...about, open: 'read', statements })
  assert.deepEqual([made.module, made.actions], ['api_erp', 9])
  await as.wang.refuses(listSources, {}, 'forbidden')
  const { items } = await as.lin.call(listSources, { module: 'api_erp' })
  assert.deepEqual(
    items.map(({ id, kind, account: by }) => [id, kind, by]),
    [[made.id, 'sql', account]],
  )
  assert.equal('plan' in items[0]!, false)
  await as.wang.refuses(checkSource, { source: made.id }, 'forbidden')
  assert.equal((await as.lin.call(checkSource, { source: made.id })).state, 'ok')
})

test('rows are filtered, sorted, searched and paged as everywhere', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await call('api_erp.order.list', {
      sort: ['remark', '-total'],
      limit: 5,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page['items'].map(({ id }: Row) => id as string))
    cursor = page['next'] as string | undefined
  } while (cursor)
  const expected = await erp.query<{ order_no: string }>(
    'SELECT order_no FROM erp.orders ORDER BY remark NULLS LAST, total DESC, order_no',
  )
  assert.deepEqual(
    seen,
    expected.map(({ order_no }) => order_no),
  )
  const { items } = await call('api_erp.order.list', {
    where: { state: { in: ['open', 'closed'] }, total: { gte: 2000 } },
    limit: 2,
  })
  assert.ok(
    items.every((row: Row) => row['total'] >= 2000 && ['open', 'closed'].includes(row['state'])),
  )
  const found = await call('api_erp.customer.list', { search: '骑行' })
  assert.deepEqual(
    found['items'].map(({ id }: Row) => id),
    ['1002'],
  )
  assert.equal(
    (await call('api_erp.customer.get', { customer: 1003 }))['cust_name'],
    'Acme Bicycles Ltd',
  )
  const lin = await as.person('lin')
  await lin.refuses('api_erp.customer.get', { customer: 9 }, 'notFound')
  await lin.refuses('api_erp.order.list', { where: { 'state; DROP': 1 } }, 'invalid')
  await lin.refuses('api_erp.order.list', { cursor: 'zzz' }, 'invalid')
})

test('what is new is told once, from where it was asked last', async () => {
  const begun = await call('api_erp.order.changes', {})
  assert.deepEqual(begun['items'], [])
  await erp.query("UPDATE erp.orders SET remark = 'now' WHERE order_no = 'SO-26003'")
  await erp.query(
    "INSERT INTO erp.orders (order_no, cust_no, ordered_on, total) VALUES ('SO-27000', 1001, '2026-11-23', 9800)",
  )
  const first = await call('api_erp.order.changes', { cursor: begun['next'], limit: 1 })
  const second = await call('api_erp.order.changes', { cursor: first['next'] })
  const third = await call('api_erp.order.changes', { cursor: second['next'] })
  const ids = [first, second, third].map(({ items }) => items.map(({ id }: Row) => id))
  assert.deepEqual(ids, [['SO-26003'], ['SO-27000'], []])
  assert.equal(third['next'], second['next'])
})

test('only declared statements write; reading cannot; how many rows is told', async () => {
  assert.deepEqual(await call('api_erp.order.approve', { order: 'SO-27000' }), {
    affected: 1,
    rows: [],
  })
  assert.equal((await call('api_erp.order.approve', { order: 'SO-27000' }))['affected'], 0)
  const { rows } = await call('api_erp.shipment.create', {
    order: "SO-27000', 'x'); --",
    carrier: '顺丰',
  }).catch(async (error: Row) => {
    assert.equal(error['kind'], 'conflict')
    return call('api_erp.shipment.create', { order: 'SO-27000', carrier: '顺丰' })
  })
  assert.equal(rows.length, 1)
  const wang = await as.person('wang')
  assert.ok(((await wang.call('api_erp.shipment.list', {})) as Row)['items'].length > 0)
  await wang.refuses('api_erp.order.approve', { order: 'SO-26004' }, 'forbidden')
})

test('a database that changed is compared, and taken as it is now once somebody agreed', async () => {
  const { items } = await as.lin.call(listSources, { module: 'api_erp' })
  const source = items[0]!.id
  await as.wang.refuses(compareSql, { source }, 'forbidden')
  assert.equal((await as.lin.call(compareSql, { source })).same, true)
  await erp.query('ALTER TABLE erp.orders ADD COLUMN salesman text, DROP COLUMN remark')
  await erp.query('ALTER TABLE erp.shipments RENAME TO parcels')
  const { removed, changed, added } = await as.lin.call(compareSql, { source })
  assert.deepEqual(
    [...removed, ...changed, ...added].map(({ key }) => key),
    ['erp.shipments', 'erp.orders', 'erp.parcels'],
  )
  assert.equal(changed[0]!.why, '+ salesman, - remark')
  const lin = await as.person('lin')
  await lin.refuses('api_erp.order.list', {}, 'invalid')
  await as.lin.refuses(upgradeSql, { source, agreed: ['erp.orders'] }, 'notAgreed')
  await as.wang.refuses(restoreSql, { source, plan: {} }, 'notFound')
  const taken = await as.lin.call(upgradeSql, { source, agreed: ['erp.orders', 'erp.shipments'] })
  assert.deepEqual([taken.version, taken.actions], [2, 7])
  assert.ok((await call('api_erp.order.list', { limit: 1 }))['items'].length > 0)
  await lin.refuses('api_erp.shipment.list', {}, 'notFound')
})

test('a refused password is the account’s affair, in the database’s own words', async () => {
  const { password: _password, ...rest } = erp.credential
  const wrong = await as.lin.call(createAccount, {
    title: 'Wrong',
    connector: 'postgresql',
    auth: 'custom',
    credential: { ...rest, user: 'nobody_at_all', password: 'x' },
  })
  await as.lin.refuses(inspectSql, { account: wrong.id }, 'reconnect')
})
