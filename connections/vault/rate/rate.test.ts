import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { defineModule, type Kernel } from '#kernel'
import { makeRegistry } from '#kernel/registry'
import { installed, open, tenon, type Beside, type Cast } from '#kernel/testing'
import { createAccount } from '../actions/account.create.ts'
import { CONNECTOR, defineConnector } from '../connector.ts'
import { asker, askThere } from '../testing/asker.ts'
import { foreign, ok, type Foreign } from '../testing/foreign.ts'
import { learn } from './learn.ts'

const slow = defineConnector({
  id: 'slow',
  title: 'Slow service',
  publisher: 'test',
  auth: [{ kind: 'bearer' }],
  origins: [],
  rate: { requests: 20, seconds: 1, burst: 4 },
})
const rare = defineConnector({
  ...slow,
  id: 'rare',
  rate: { requests: 1, seconds: 3600, burst: 2 },
})
const services: Beside = {
  module: defineModule({
    id: 'services',
    title: 'Services',
    version: 1,
    publisher: 'test',
    partnerType: 'base',
    firstParty: false,
    needs: ['vault'],
    actions: [],
    contributes: { [CONNECTOR]: [slow, rare] },
    scopes: {},
  }),
  tables: { module: 'services', name: '0001_none.sql', hash: 'services-1', text: 'SELECT 1' },
}

const egress = openEgress(['127.0.0.1'])
let as: Cast
let service: Foreign
let other: Awaited<ReturnType<typeof open>>
before(async () => {
  as = await tenon([asker, services], { egress })
  service = await foreign(ok)
  const { registry } = await installed()
  const all = [...registry.modules.values(), asker.module, services.module]
  other = await open(makeRegistry(all), as.config.app, { egress })
})
after(async () => {
  await other[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})

const make = async (connector: string, origin = service.origin): Promise<string> => {
  const made = await as.wang.call(createAccount, {
    title: connector,
    connector,
    auth: 'bearer',
    origins: [origin],
    credential: { token: 'token-of-the-service' },
  })
  return made.id
}
const ask = (
  account: string,
  origin = service.origin,
  more: { caller?: string; timeout_ms?: number } = {},
  kernel: Kernel = as.kernel,
) => kernel.call(askThere, { account, url: origin, ...more }, as.wang.actor, { door: 'test' })

test('what a service says of its allowance', () => {
  const now = Date.parse('2026-11-23T00:00:00Z')
  const at = (seconds: number) => now + seconds * 1000
  for (const [status, headers, lesson] of [
    [200, {}, {}],
    [429, { 'retry-after': '7' }, { pausedUntil: at(7) }],
    [503, { 'retry-after': 'Mon, 23 Nov 2026 00:01:00 GMT' }, { pausedUntil: at(60) }],
    [200, { 'retry-after': '7' }, {}],
    [429, { 'retry-after': 'soon' }, {}],
    [429, { 'retry-after': '999999999' }, { pausedUntil: at(86_400) }],
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(at(30) / 1000) },
      { pausedUntil: at(30) },
    ],
    [
      200,
      { 'ratelimit-limit': '100', 'ratelimit-remaining': '10', 'ratelimit-reset': '20' },
      { perSecond: 0.5, until: at(20) },
    ],
    [200, { 'ratelimit-limit': '100', 'ratelimit-remaining': '90', 'ratelimit-reset': '20' }, {}],
    [200, { ratelimit: '"default";q=100;r=5;t=10' }, { perSecond: 0.5, until: at(10) }],
    [200, { ratelimit: 'limit=100, remaining=0, reset=10' }, { pausedUntil: at(10) }],
    [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '-5' }, {}],
    [200, { 'x-ratelimit-remaining': 'NaN', 'x-ratelimit-reset': '5' }, {}],
  ] as const)
    assert.deepEqual(learn(status, headers, now), lesson, JSON.stringify(headers))
})

test('all nodes together ask no faster than the service allows', async () => {
  const account = await make('slow')
  const began = performance.now()
  await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      ask(account, undefined, {}, n % 2 ? as.kernel : other.kernel),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  // 4 at once, then 20 a second: the last of 24 cannot come before a second has gone by.
  assert.ok(seconds >= 0.99, `24 requests took ${seconds} s`)
})

test('one caller with much to ask does not stand before the others', async () => {
  const account = await make('slow')
  const order: string[] = []
  const one = (caller: string) =>
    ask(account, undefined, { caller }).then(() => void order.push(caller))
  const many = Array.from({ length: 16 }, () => one('many'))
  await Promise.all([...many, one('few'), one('few')])
  const last = order.lastIndexOf('few')
  assert.ok(last < 14, `the second of “few” came as ${last + 1}th of 18: ${order.join(' ')}`)
})

test('who would have to wait too long is told when to come again', async () => {
  const account = await make('rare')
  await ask(account)
  await ask(account)
  const began = performance.now()
  await assert.rejects(
    ask(account),
    (error: { kind: string; details: { retry_after_s: number } }) => {
      assert.equal(error.kind, 'limited')
      assert.ok(error.details.retry_after_s > 3000 && error.details.retry_after_s <= 3600)
      return true
    },
  )
  assert.ok(performance.now() - began < 5000, 'it did not wait first')
})

test('a service that asks for a pause gets it from every node', async () => {
  let busy = true
  await using fussy = await foreign((_heard, response) =>
    busy ? response.writeHead(429, { 'retry-after': '3600' }).end() : response.end('{}'),
  )
  const account = await make('http', fussy.origin)
  assert.equal((await ask(account, fussy.origin)).status, 429)
  busy = false
  for (const kernel of [as.kernel, other.kernel])
    await assert.rejects(ask(account, fussy.origin, {}, kernel), { kind: 'limited' })
  assert.equal(fussy.heard.length, 1)
  await as.owner((client) =>
    client.query('UPDATE vault.pace SET paused_until = now() WHERE account = $1', [account]),
  )
  assert.equal((await ask(account, fussy.origin)).status, 200)
})

test('a service that is down is left alone; then one tries, and when it is well all go on', async () => {
  let well = false
  let gate: Promise<unknown> = Promise.resolve()
  await using frail = await foreign(
    (_heard, response) => void gate.then(() => response.writeHead(well ? 200 : 500).end()),
  )
  const account = await make('http', frail.origin)
  for (let n = 0; n < 5; n++) assert.equal((await ask(account, frail.origin)).status, 500)
  await assert.rejects(ask(account, frail.origin), { kind: 'unavailable', message: /left alone/ })
  await assert.rejects(ask(account, frail.origin, {}, other.kernel), { kind: 'unavailable' })
  assert.equal(frail.heard.length, 5)
  await as.owner((client) =>
    client.query('UPDATE vault.pace SET open_until = now() WHERE account = $1', [account]),
  )
  well = true
  let go: (value?: unknown) => void = () => undefined
  gate = new Promise((open) => (go = open))
  const probe = ask(account, frail.origin)
  while (frail.heard.length < 6) await new Promise(setImmediate)
  await assert.rejects(ask(account, frail.origin, {}, other.kernel), { kind: 'unavailable' })
  go()
  assert.equal((await probe).status, 200)
  assert.equal(frail.heard.length, 6, 'one tried')
  const all = await Promise.all([1, 2, 3].map(() => ask(account, frail.origin)))
  assert.ok(all.every(({ status }) => status === 200))
})
