import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { createHttp } from '#interface/http'
import { tenon, type Cast } from '#kernel/testing'
import type { AddressInfo } from 'node:net'
import type { Foreign } from '../vault/testing/foreign.ts'
import { fetchDocument } from './actions/document.fetch.ts'
import { storeDocument } from './actions/document.store.ts'
import { compareOpenapi } from './actions/openapi.compare.ts'
import { installOpenapi } from './actions/openapi.install.ts'
import { upgradeOpenapi } from './actions/openapi.upgrade.ts'
import { listOperations } from './actions/operation.list.ts'
import { previewOperation } from './actions/operation.preview.ts'
import { removeSource } from './actions/source.remove.ts'
import { storeSql } from './actions/sql.store.ts'
import { updateSource } from './actions/source.update.ts'
import { KEY, shopOverlay, startShop } from './testing/shop.ts'

let as: Cast
let shop: Foreign & { change(): void }
let document: string
let source: string
type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- a service's own answers

before(async () => {
  ;[as, shop] = await Promise.all([tenon([], { egress: openEgress(['127.0.0.1']) }), startShop()])
})
after(async () => {
  await shop[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})

const call = async (name: string, action: string, input: object, options = {}): Promise<Row> =>
  (await as.person(name)).call(action, input, options) as Promise<Row>

test('a document is read and looked through; only who may import sees anything', async () => {
  const url = `${shop.origin}/openapi.json`
  await as.wang.refuses(fetchDocument, { url }, 'forbidden')
  const seen = await as.lin.call(fetchDocument, { url })
  assert.deepEqual(
    [seen.title, seen.operations, seen.server, seen.name, seen.auth],
    ['Shop API', 5, `${shop.origin}/v1`, 'shop', ['api_key']],
  )
  document = seen.document
  const found = await as.lin.call(listOperations, { document, search: 'order create' })
  assert.deepEqual(
    found.items.map(({ key, noun, verb, kind }) => [key, noun, verb, kind]),
    [['POST /orders', 'order', 'create', 'command']],
  )
  const form = (await as.lin.call(previewOperation, { document, key: 'POST /orders' })) as Row
  assert.deepEqual(form['input'].required, ['customer', 'total'])
  assert.equal(form['input'].properties.lines.items.properties.parts.items.properties, undefined)
  await as.wang.refuses(listOperations, { document }, 'forbidden')
  await as.outsider.refuses(listOperations, { document }, 'notFound')
})

test('chosen operations become a module; the way of signing in a connector; an account is linked', async () => {
  const made = await as.lin.call(installOpenapi, {
    document,
    name: 'shop',
    title: 'Shop',
    open: 'read',
    operations: [
      'GET /orders',
      'POST /orders',
      'GET /orders/{id}',
      'DELETE /orders/{id}',
      'PATCH /orders/{id}',
    ].map((key) => ({ key })),
    overlay: shopOverlay,
  })
  source = made.id
  assert.deepEqual([made.module, made.actions], ['api_shop', 5])
  const lin = await as.person('lin')
  const account = await lin.call(createAccount, {
    title: 'Shop of Acme',
    connector: 'api_shop',
    auth: 'api_key',
    credential: { key: KEY },
    reach: 'organisation',
  })
  const error = await lin.refuses('api_shop.order.get', { order: 'o1' }, 'reconnect')
  assert.match(error.message, /Unknown key/)
  await lin.call(updateSource, { source, account: account.id })
  assert.deepEqual(await call('wang', 'api_shop.order.get', { order: 'o1' }), {
    id: 'o1',
    customer: 'Acme',
    total: 100,
  })
  await as.outsider.refuses('api_shop.order.get', { order: 'o1' }, 'notFound')
  await (
    await as.person('wang')
  ).refuses('api_shop.order.create', { customer: 'Acme', total: 1 }, 'forbidden')
})

test('pages are ours, a key is handed on, and refusals are in the service’s own words', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await call('wang', 'api_shop.order.list', {
      limit: 50,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page['items'].map(({ id }: Row) => id as string))
    cursor = page['next'] as string | undefined
  } while (cursor)
  assert.deepEqual(seen, ['o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7'])
  const input = { customer: 'Bolt', total: 12 }
  const [first, second] = [
    await call('lin', 'api_shop.order.create', input, { key: 'k-1' }),
    await call('lin', 'api_shop.order.create', input, { key: 'k-1' }),
  ]
  assert.equal(first['id'], second['id'])
  const lin = await as.person('lin')
  const over = await lin.refuses(
    'api_shop.order.create',
    { customer: 'Bolt', total: 1e7 },
    'invalid',
  )
  assert.match(over.message, /超出客户的信用额度/)
  await lin.refuses('api_shop.order.get', { order: 'o99' }, 'notFound')
  await lin.refuses('api_shop.order.get', { order: '..' }, 'invalid')
  const slow = await lin.refuses('api_shop.order.update', { order: 'o1', body: {} }, 'limited')
  assert.equal(slow.details?.['retry_after_s'], 7)
  await lin.refuses('api_shop.order.create', { customer: 'Bolt' }, 'invalid')
  assert.deepEqual(await lin.call('api_shop.order.delete', { order: 'o1' }), {})
})

test('over HTTP it is an action like any other', async () => {
  const http = await createHttp(as.kernel, { port: 0 })
  try {
    const { token } = await call('wang', 'identity.token.create', {
      name: 'script',
      scopes: ['api_shop.read'],
    })
    const { port } = http.server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/api/api_shop.order.get?order=o2`, {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.deepEqual([answer.status, ((await answer.json()) as Row)['id']], [200, 'o2'])
  } finally {
    await http.close()
  }
})

test('a newer document: what is gone, changed and new is said, and nothing changes unseen', async () => {
  shop.change()
  const { document: newer } = await as.lin.call(fetchDocument, {
    url: `${shop.origin}/openapi.json`,
  })
  const { removed, changed, added } = await as.lin.call(compareOpenapi, { source, document: newer })
  const keys = (lines: readonly { key: string }[]) => lines.map(({ key }) => key)
  assert.deepEqual(
    [keys(removed), keys(changed), keys(added)],
    [['DELETE /orders/{id}'], ['POST /orders'], ['POST /refunds']],
  )
  assert.equal(changed[0]?.why, '+ currency, ! currency')
  await as.lin.refuses(upgradeOpenapi, { source, document: newer, agreed: [] }, 'notAgreed')
  await as.lin.call(upgradeOpenapi, {
    source,
    document: newer,
    agreed: ['DELETE /orders/{id}', 'POST /orders'],
    add: [{ key: 'POST /refunds' }],
  })
  const registry = await as.kernel.registryOf(as.lin.actor.org)
  assert.deepEqual(
    ['order.delete', 'order.create', 'refund.create'].map((id) =>
      registry.actions.has(`api_shop.${id}`),
    ),
    [false, true, true],
  )
})

test('what its own steps store, nobody else may', async () => {
  await as.wang.refuses(storeDocument, { hash: 'x', packed: '' }, 'notFound')
  await as.wang.refuses(storeSql, { name: 'x1', title: 'x', server: 'x', plan: {} }, 'notFound')
})

test('removed, its actions are gone at once', async () => {
  await as.wang.refuses(removeSource, { source }, 'forbidden')
  await as.lin.call(removeSource, { source })
  await (await as.person('lin')).refuses('api_shop.order.get', { order: 'o1' }, 'notFound')
})
