import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { after, before, mock, test } from 'node:test'
import { moduleActor } from '#kernel/actor'
import type { Egress } from '#kernel/egress'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { getPushKey } from './actions/push.key.ts'
import { listPush } from './actions/push.list.ts'
import { sendPush } from './actions/push.send.ts'
import { subscribePush } from './actions/push.subscribe.ts'
import { unsubscribePush } from './actions/push.unsubscribe.ts'
import { readNotice, sendNotice, setPreference } from './index.ts'

let as: Cast
/** What reached the push service, and what it answers: the outside world. */
const pushed: { url: string; headers: Record<string, string> }[] = []
let answer = 201

before(async () => {
  as = await tenon()
  mock.method(as.kernel.egress, 'fetch', (async (url, { headers = {} } = {}) => {
    pushed.push({ url, headers })
    return { status: answer, headers: {}, body: new Uint8Array(), url }
  }) satisfies Egress['fetch'])
})
after(async () => {
  mock.restoreAll()
  await as[Symbol.asyncDispose]()
})

function browser(name = 'x') {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return {
    endpoint: `https://updates.push.services.mozilla.com/wpush/v2/${name}`,
    p256dh: keys.getPublicKey('base64url'),
    auth: randomBytes(16).toString('base64url'),
    browser: 'Firefox',
    language: 'zh' as const,
  }
}
const send = async (voice: Voice, kind = 'test.thing.happened') => {
  pushed.length = 0
  const title = { en: 'Tyres have come', zh: '轮胎到货了' }
  await as.kernel.call(
    sendNotice,
    { people: [voice.id], kind, title },
    moduleActor('approval', voice.actor.org, []),
    { door: 'module' },
  )
}

test('a browser that subscribed is told, encrypted and signed; the server’s key stays the same', async () => {
  const wang = as['wang']!
  const { key } = await wang.call(getPushKey, {})
  assert.deepEqual(await as['bo']!.call(getPushKey, {}), { key })
  const { target } = await wang.call(subscribePush, browser('wang'))
  assert.deepEqual(
    (await wang.call(listPush, {})).items.map(({ id, browser: name }) => [id, name]),
    [[target, 'Firefox']],
  )
  await send(wang)
  await as.kernel.idle()
  assert.equal(pushed.length, 1)
  assert.equal(pushed[0]!.url, browser('wang').endpoint)
  assert.equal(pushed[0]!.headers['Content-Encoding'], 'aes128gcm')
  assert.match(pushed[0]!.headers['Authorization']!, new RegExp(`^vapid t=.+, k=${key}$`))
})

test('not when switched off, read meanwhile, or of another’s browser', async () => {
  const bo = as['bo']!
  const { target } = await bo.call(subscribePush, browser('bo'))
  await bo.call(setPreference, { kind: 'test.quiet', push: false })
  await send(bo, 'test.quiet')
  await as.kernel.idle()
  assert.deepEqual(pushed, [])
  await send(bo)
  await as.kernel.idle()
  assert.equal(pushed.length, 1)
  await bo.call(readNotice, {})
  const { items } = (await bo.call('notify.notice.list', { limit: 1 })) as {
    items: { id: string }[]
  }
  const again = { target, notice: items[0]!.id }
  const notify = moduleActor('notify', bo.actor.org, [])
  assert.deepEqual(await as.kernel.call(sendPush, again, notify, { door: 'job' }), { sent: false })
  await as['wang']!.refuses(unsubscribePush, { target }, 'notFound')
  await bo.refuses(sendPush, { target, notice: target }, 'notFound')
  await bo.call(unsubscribePush, { target })
  await send(bo)
  await as.kernel.idle()
  assert.deepEqual(pushed, [])
})

test('a browser that took its permission back is forgotten', async () => {
  const sun = as['sun']!
  await sun.call(subscribePush, browser('sun'))
  answer = 410
  await send(sun)
  await as.kernel.idle()
  answer = 201
  assert.equal(pushed.length, 1)
  assert.deepEqual((await sun.call(listPush, {})).items, [])
})

test('only addresses of push services: this server calls nobody else', async () => {
  const wang = as['wang']!
  for (const endpoint of [
    'http://updates.push.services.mozilla.com/x',
    'https://127.0.0.1/x',
    'https://internal.example/x',
    'https://push.apple.com.evil.example/x',
    'https://user@web.push.apple.com/x',
    'https://web.push.apple.com:8443/x',
  ]) {
    await wang.refuses(subscribePush, { ...browser(), endpoint }, 'unknownService')
  }
  await as.nobody.refuses(subscribePush, browser(), 'unauthenticated')
})

test('a shared browser belongs to whoever subscribed last; a leaver’s is forgotten', async () => {
  const [ma, zeng] = [as['ma']!, as['zeng']!]
  await ma.call(subscribePush, browser('shared'))
  await zeng.call(subscribePush, browser('shared'))
  assert.deepEqual((await ma.call(listPush, {})).items, [])
  assert.equal((await zeng.call(listPush, {})).items.length, 1)
  await as['lin']!.call('directory.person.leave', { person: zeng.id })
  await as.kernel.idle()
  const left = await as.owner((client) =>
    client.query(`SELECT count(*)::int AS n FROM notify.push_target WHERE person = '${zeng.id}'`),
  )
  assert.deepEqual(left.rows, [{ n: 0 }])
})
