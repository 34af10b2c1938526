import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { tenon, type Cast } from '#kernel/testing'
import { swift } from '../../engines/blobs/testing/swift.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- the store's own answers
let as: Cast
let store: Awaited<ReturnType<typeof swift>>
before(async () => {
  ;[as, store] = await Promise.all([tenon([], { egress: openEgress(['127.0.0.1']) }), swift()])
})
after(async () => {
  await as[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

test('objects of OpenStack Swift’s S3 are stored, read and deleted', async () => {
  const url = new URL(store.url)
  const credential = {
    host: url.hostname,
    port: url.port,
    bucket: url.pathname.split('/')[1]!,
    region: url.searchParams.get('region') ?? 'us-east-1',
    access_key: decodeURIComponent(url.username),
    secret_key: decodeURIComponent(url.password),
    tls: 'off',
  }
  const link = async (own: object): Promise<string> => {
    const made = await as.wang.call(createAccount, {
      title: 'Store',
      connector: 's3',
      auth: 'custom',
      credential: { ...credential, ...own },
    })
    return made.id
  }
  const account = await link({})
  const key = '报表/2026 11.csv'
  await as.wang.call('connectors.s3.put', {
    account,
    key,
    text: '订单,金额\nSO-1,9800\n',
    type: 'text/csv',
  })
  const read = (await as.wang.call('connectors.s3.get', { account, key })) as Row
  assert.equal(read['text'], '订单,金额\nSO-1,9800\n')
  assert.match(read['type'], /^text\/csv/)
  await as.wang.call('connectors.s3.delete', { account, key })
  await as.wang.refuses('connectors.s3.get', { account, key }, 'notFound')
  const wrong = await link({ secret_key: 'another' })
  await as.wang.refuses('connectors.s3.get', { account: wrong, key }, 'reconnect')
  await as.bo.refuses('connectors.s3.get', { account, key }, 'notFound')
})
