import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { openEgress } from '#connections/egress'
import { tenon, type Cast } from '#kernel/testing'
import { replayDeliveries } from './actions/delivery.replay.ts'
import { settleDeliveries } from './actions/delivery.settle.ts'
import { createEndpoint } from './actions/endpoint.create.ts'
import { deleteEndpoint } from './actions/endpoint.delete.ts'
import { drainEndpoint } from './actions/endpoint.drain.ts'
import { rotateEndpoint } from './actions/endpoint.rotate.ts'
import { tryEndpoint } from './actions/endpoint.try.ts'
import { updateEndpoint } from './actions/endpoint.update.ts'
import { listEvents } from './actions/event.list.ts'
import { listKinds } from './actions/kind.list.ts'
import { placeDeliveries } from './actions/log.place.ts'
import type { CloudEvent } from './cloud-event.ts'
import { nextAttempt } from './schedule.ts'

interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly event: CloudEvent
}

/** Somebody else's server: answers as it is told to, and keeps what it heard. */
async function receiver() {
  const heard: Heard[] = []
  let status = 204
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      heard.push({ headers: request.headers, body, event: JSON.parse(body) as CloudEvent })
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    heard,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook`,
    answers: (next: number) => void (status = next),
    of: (type: string) => heard.filter(({ event }) => event.type === type),
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

let as: Cast
before(async () => {
  as = await tenon([], { egress: openEgress(['127.0.0.1']) })
})
after(() => as[Symbol.asyncDispose]())

/** Waits for what the log and the queue bring, not for a time. */
async function until<V>(
  what: string,
  look: () => V | undefined | false | Promise<V | undefined | false>,
) {
  const end = Date.now() + 20_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`never: ${what}`)
    await new Promise((done) => setTimeout(done, 25))
  }
}

/** Wang's and Zhao's own. */
const talkOf = async (): Promise<string> => {
  const { conversation } = (await as.wang.call('chat.conversation.create', {
    kind: 'direct',
    people: [as.zhao.id],
  })) as { conversation: { id: string } }
  return conversation.id
}

const deliveriesOf = async (endpoint: string) =>
  (
    (await as.lin.call('hooks.delivery.list', { where: { endpoint }, sort: ['-created_at'] })) as {
      items: { id: string; type: string; state: string; attempts: number; status?: number }[]
    }
  ).items

test('an event reaches who listens, signed, once, as a CloudEvent; what its owner may not hear does not', async () => {
  await using theirs = await receiver()
  const { id, secret } = await as.lin.call(createEndpoint, {
    name: 'ERP',
    url: theirs.url,
    events: ['directory.person.changed', 'chat.message.sent'],
  })
  assert.equal(
    JSON.stringify(await as.lin.call('hooks.endpoint.get', { endpoint: id })).includes(secret),
    false,
  )
  // A talk that Lin is not in.
  const talk = await talkOf()
  await as.wang.call('chat.message.send', { conversation: talk, text: '只给你看' })
  await as.lin.call('directory.person.update', { person: as.bo.id, job_title: 'Buyer' })
  const one = await until('the change', () => theirs.of('directory.person.changed')[0])
  assert.equal(one.event.specversion, '1.0')
  assert.deepEqual((one.event.data as { person: string }).person, as.bo.id)
  assert.match(one.event.source, new RegExp(`/organisations/${as.lin.actor.org}$`))
  assert.equal(one.headers['webhook-id'], one.event.id)
  new Webhook(secret).verify(one.body, one.headers as Record<string, string>)
  assert.throws(() => new Webhook(secret).verify(`${one.body} `, one.headers as never))
  await as.kernel.idle()
  assert.equal(theirs.of('chat.message.sent').length, 0)
  assert.equal(theirs.heard.length, 1)
  await until('the delivery', async () => (await deliveriesOf(id))[0]?.state === 'delivered')
})

test('what is not taken is tried again, and then again when somebody says so, under the same id', async () => {
  await using theirs = await receiver()
  const { id } = await as.lin.call(createEndpoint, {
    name: 'Slow',
    url: theirs.url,
    events: ['directory.person.changed'],
  })
  theirs.answers(500)
  await as.lin.call('directory.person.update', { person: as.bo.id, job_title: 'Senior buyer' })
  const waiting = await until('the refusal', async () => {
    const [delivery] = await deliveriesOf(id)
    return delivery?.attempts ? delivery : undefined
  })
  assert.deepEqual([waiting.state, waiting.status], ['waiting', 500])
  const failing = (await as.lin.call('hooks.endpoint.get', { endpoint: id })) as { state: string }
  assert.equal(failing.state, 'failing')
  theirs.answers(204)
  await as.lin.call(updateEndpoint, { endpoint: id, on: true })
  await until('the second attempt', async () => (await deliveriesOf(id))[0]?.state === 'delivered')
  const { sending } = await as.lin.call(replayDeliveries, { endpoint: id, delivery: waiting.id })
  assert.equal(sending, 1)
  await until('the third', () => theirs.heard.length === 3)
  assert.equal(new Set(theirs.heard.map(({ event }) => event.id)).size, 1)
  const after = (await as.lin.call('hooks.endpoint.get', { endpoint: id })) as { state: string }
  assert.equal(after.state, 'active')
})

test('410 switches it off at once; what comes meanwhile is not kept for it', async () => {
  await using theirs = await receiver()
  const { id } = await as.lin.call(createEndpoint, {
    name: 'Gone',
    url: theirs.url,
    events: ['directory.person.changed'],
  })
  theirs.answers(410)
  await as.lin.call('directory.person.update', { person: as.bo.id, job_title: 'Head buyer' })
  await until('off', async () => {
    const one = (await as.lin.call('hooks.endpoint.get', { endpoint: id })) as { state: string }
    return one.state === 'off'
  })
  await as.lin.call('directory.person.update', { person: as.bo.id, job_title: 'Buyer' })
  await as.kernel.idle()
  assert.equal(theirs.heard.length, 1)
  const notices = (await as.lin.call('notify.notice.list', { limit: 5 })) as {
    items: { kind: string }[]
  }
  assert.ok(notices.items.some(({ kind }) => kind === 'hooks.endpoint.failed'))
})

test('a rotated secret signs beside the older one; a test says what was answered', async () => {
  await using theirs = await receiver()
  const { id, secret } = await as.lin.call(createEndpoint, {
    name: 'Rotating',
    url: theirs.url,
    events: ['hooks.*'],
  })
  const { secret: newer } = await as.lin.call(rotateEndpoint, { endpoint: id })
  const answer = await as.lin.call(tryEndpoint, { endpoint: id })
  assert.equal(answer.status, 204)
  const { body, headers } = await until('the test', () => theirs.of('hooks.endpoint.tested')[0])
  for (const each of [secret, newer])
    new Webhook(each).verify(body, headers as Record<string, string>)
  await as.lin.call(updateEndpoint, { endpoint: id, url: 'http://10.0.0.1/hook' })
  const refused = await as.lin.call(tryEndpoint, { endpoint: id })
  assert.match(refused.error ?? '', /does not ask that address/)
  await as.lin.call(deleteEndpoint, { endpoint: id })
  await as.lin.refuses('hooks.endpoint.get', { endpoint: id }, 'notFound')
})

test('the feed answers what one may hear, in commit order, without a gap or a repeat', async () => {
  const all: string[] = []
  let cursor: string | undefined
  for (let empty = 0; empty < 2;) {
    const page = await as.wang.call(listEvents, {
      limit: 40,
      ...(cursor === undefined ? {} : { cursor }),
    })
    empty = page.next === cursor ? empty + 1 : 0
    cursor = page.next
    all.push(...page.items.map(({ id }) => id))
  }
  assert.equal(new Set(all).size, all.length)
  const talk = await talkOf()
  await as.wang.call('chat.message.send', { conversation: talk, text: '第二句' })
  const mine = await until('the message', async () => {
    const page = await as.wang.call(listEvents, { cursor: cursor!, events: ['chat.*'] })
    return page.items.find(({ type }) => type === 'chat.message.sent')
  })
  assert.equal(mine.subject, `chat.conversation:${talk}`)
  const theirs = await as.bo.call(listEvents, { cursor: cursor!, events: ['chat.*'] })
  assert.deepEqual(
    theirs.items.filter(({ subject }) => subject === `chat.conversation:${talk}`),
    [],
  )
  await as.wang.refuses(listEvents, { cursor: 'x' }, 'badCursor')
})

test('only who manages webhooks makes, sees and changes them, and only for events there are', async () => {
  const { items } = await as.wang.call(listKinds, {})
  assert.ok(items.some(({ id }) => id === 'approval.request.approved'))
  const input = { name: 'x', url: 'https://example.com/', events: ['directory.*'] }
  await as.wang.refuses(createEndpoint, input, 'forbidden')
  await as.wang.refuses('hooks.delivery.list', {}, 'forbidden')
  await as.nobody.refuses(listEvents, {}, 'unauthenticated')
  await as.lin.refuses(
    createEndpoint,
    { ...input, events: ['directory.person.flew'] },
    'unknownEvents',
  )
  await as.lin.refuses(createEndpoint, { ...input, url: 'ftp://example.com/' }, 'invalid')
  for (const inner of [placeDeliveries, settleDeliveries, drainEndpoint])
    await as.lin.refuses(inner, {} as never, 'notFound')
})

test('pauses grow from seconds to a day and end after nine; the other side may ask for longer', () => {
  const now = new Date('2026-11-23T00:00:00Z')
  const pauses = Array.from({ length: 10 }, (_, tries) => nextAttempt(tries + 1, now))
  const seconds = pauses.map((at) => (at ? (at.getTime() - now.getTime()) / 1000 : undefined))
  for (const [index, pause] of [
    5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
  ].entries())
    assert.ok(Math.abs(seconds[index]! / pause - 1) <= 0.1001, `${seconds[index]} for ${pause}`)
  assert.equal(seconds[9], undefined)
  assert.ok(nextAttempt(1, now, 60)!.getTime() - now.getTime() >= 60_000)
})
