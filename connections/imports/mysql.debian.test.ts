import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { tenon, type Cast } from '#kernel/testing'
import { inspectSql } from './actions/sql.inspect.ts'
import { installSql } from './actions/sql.install.ts'
import { startMariadb, type Mariadb } from './testing/mariadb.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- rows of somebody's database
let as: Cast
let stock: Mariadb
let account: string
before(async () => {
  ;[as, stock] = await Promise.all([
    tenon([], { egress: openEgress(['127.0.0.1']) }),
    startMariadb(),
  ])
  const made = await as.lin.call(createAccount, {
    title: 'Stock',
    connector: 'mysql',
    auth: 'custom',
    credential: { ...stock.credential },
    reach: 'organisation',
  })
  account = made.id
})
after(async () => {
  await as[Symbol.asyncDispose]()
  await stock[Symbol.asyncDispose]()
})
const call = async (action: string, input: object): Promise<Row> =>
  (await as.person('lin')).call(action, input) as Promise<Row>

test('tables of MariaDB are read, changes are polled, and declared statements write', async () => {
  const { dialect, tables } = await as.lin.call(inspectSql, { account })
  assert.deepEqual(
    [dialect, tables.map(({ name, key }) => [name, key])],
    ['mysql', [['stock', 'sku']]],
  )
  const about = {
    name: 'stock',
    title: 'Stock',
    account,
    tables: [{ schema: 'shop', name: 'stock', noun: 'item', cursor: 'seq' }],
  }
  const take = {
    noun: 'item',
    verb: 'take',
    title: 'Take',
    sql: 'UPDATE stock SET amount = amount - :n WHERE sku = :item AND amount >= :n',
    input: { properties: { n: { type: 'integer' }, item: { type: 'string' } } },
  }
  await as.lin.refuses(
    installSql,
    { ...about, statements: [{ ...take, sql: 'UPDATE nowhere SET a = :n' }] },
    'forbidden',
  )
  await as.lin.call(installSql, { ...about, statements: [take] })
  assert.deepEqual(await call('api_stock.item.get', { item: 'A-1' }), {
    id: 'A-1',
    sku: 'A-1',
    name: '轴承 6204',
    amount: 12,
    price: 9.8,
    moved_at: '2026-11-01T08:00:00.125',
    seq: 1,
  })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await call('api_stock.item.list', {
      sort: ['-price'],
      limit: 2,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page['items'].map(({ id }: Row) => id as string))
    cursor = page['next'] as string | undefined
  } while (cursor)
  assert.deepEqual(seen, ['A-3', 'A-4', 'A-1', 'A-2'])
  const found = await call('api_stock.item.list', { search: '轮', where: { amount: { lt: 5 } } })
  assert.deepEqual(
    found['items'].map(({ id }: Row) => id),
    ['A-3'],
  )
  const changes = await call('api_stock.item.changes', { from: 'start', limit: 3 })
  const rest = await call('api_stock.item.changes', { cursor: changes['next'] })
  assert.deepEqual(
    rest['items'].map(({ id }: Row) => id),
    ['A-4'],
  )
  assert.equal((await call('api_stock.item.take', { item: 'A-1', n: 5 }))['affected'], 1)
  assert.equal((await call('api_stock.item.take', { item: 'A-1', n: 50 }))['affected'], 0)
  assert.equal((await call('api_stock.item.get', { item: 'A-1' }))['amount'], 7)
})

test('a refused password is the account’s affair', async () => {
  const wrong = await as.lin.call(createAccount, {
    title: 'Wrong',
    connector: 'mysql',
    auth: 'custom',
    credential: { ...stock.credential, password: 'x' },
  })
  await as.lin.refuses(inspectSql, { account: wrong.id }, 'reconnect')
})
