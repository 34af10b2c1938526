import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { createHttp } from '#interface/http'
import { tenon, type Cast } from '#kernel/testing'
import { foreign, ok } from '../vault/testing/foreign.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- others' answers
let as: Cast
before(async () => {
  as = await tenon([], { egress: openEgress(['127.0.0.1']) })
})
after(() => as[Symbol.asyncDispose]())

const link = async (input: object): Promise<string> => {
  const made = (await as.wang.call(createAccount, { title: 'Linked', ...input } as never)) as Row
  return made['id'] as string
}

test('mail goes out through a real SMTP server, signed in, with its key as its id', async () => {
  const mails: string[] = []
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'secret'
        ? done(null, { user: username })
        : done(new Error('Invalid credentials')),
    onData: (stream, _session, done) =>
      void buffer(stream).then((text) => (mails.push(text.toString()), done())),
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  try {
    const { port } = server.server.address() as AddressInfo
    const credential = {
      host: '127.0.0.1',
      port: String(port),
      from: 'orders@acme.example',
      user: 'orders',
      password: 'secret',
      tls: 'off',
    }
    const account = await link({ connector: 'mail', auth: 'custom', credential })
    const mail = {
      to: ['buyer@bolt.example'],
      subject: '发货通知 SO-26003',
      text: '已由顺丰发出。',
    }
    const sent = (await as.wang.call(
      'connectors.mail.send',
      { account, ...mail },
      { key: 'ship-26003' },
    )) as Row
    assert.deepEqual([sent['accepted'], sent['id']], [['buyer@bolt.example'], '<ship-26003@tenon>'])
    assert.match(mails[0]!, /^From: orders@acme\.example/m)
    assert.match(mails[0]!, /^Message-ID: <ship-26003@tenon>/m)
    const wrong = await link({
      connector: 'mail',
      auth: 'custom',
      credential: { ...credential, password: 'x' },
    })
    await as.wang.refuses('connectors.mail.send', { account: wrong, ...mail }, 'reconnect')
    await as.bo.refuses('connectors.mail.send', { account, ...mail }, 'notFound')
  } finally {
    await new Promise<void>((closed) => server.close(() => closed()))
  }
})

test('a webhook is one that the library of Standard Webhooks verifies', async () => {
  await using receiver = await foreign(ok)
  const secret = `whsec_${Buffer.from('a secret of twenty-four!').toString('base64')}`
  const account = await link({
    connector: 'webhook',
    auth: 'hmac',
    origins: [receiver.origin],
    credential: { secret },
  })
  const body = { type: 'order.shipped', data: { order: 'SO-26003' } }
  await as.wang.call(
    'connectors.webhook.send',
    { account, path: 'hooks/orders', body },
    { key: 'once-1' },
  )
  const heard = receiver.heard.at(-1)!
  assert.equal(heard.url, '/hooks/orders')
  assert.deepEqual(
    new Webhook(secret).verify(heard.body, heard.headers as Record<string, string>),
    body,
  )
  assert.equal(heard.headers['webhook-id'], 'once-1')
})

test('rows become a spreadsheet, and a spreadsheet rows', async () => {
  const rows = [
    { 订单: 'SO-1', 金额: 9800 },
    { 订单: 'SO-2', 金额: 120.5 },
  ]
  for (const format of ['xlsx', 'csv'] as const) {
    const made = (await as.wang.call('connectors.sheet.write', {
      name: '订单',
      format,
      rows,
    })) as Row
    assert.equal(made['rows'], 2)
    const read = (await as.wang.call('connectors.sheet.read', { file: made['file'] })) as Row
    assert.deepEqual(read['columns'], ['订单', '金额'])
    assert.deepEqual(read['items'], [
      { 订单: 'SO-1', 金额: '9800' },
      { 订单: 'SO-2', 金额: '120.5' },
    ])
    await as.bo.refuses('connectors.sheet.read', { file: made['file'] }, 'notFound')
  }
})

test('a calendar’s feed is read as calendar programs read it', async () => {
  const http = await createHttp(as.kernel, { port: 0 })
  try {
    const { port } = http.server.address() as AddressInfo
    await as.wang.call('calendar.event.create', {
      title: '轴承验收',
      starts_at: '2026-12-01T02:00:00Z',
      ends_at: '2026-12-01T03:00:00Z',
    })
    const feed = (await as.wang.call('calendar.feed.create', { name: 'Tenon' })) as Row
    const { pathname } = new URL(String(feed['url']), 'http://127.0.0.1')
    const account = await link({
      connector: 'calendar',
      auth: 'api_key',
      origins: [`http://127.0.0.1:${port}`],
      credential: { key: pathname.slice(1) },
    })
    const read = (await as.wang.call('connectors.calendar.events', { account })) as Row
    assert.ok(
      read['items'].some(
        ({ title, starts_at }: Row) =>
          title === '轴承验收' && starts_at === '2026-12-01T02:00:00.000Z',
      ),
    )
  } finally {
    await http.close()
  }
})
