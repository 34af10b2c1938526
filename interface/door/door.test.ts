import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, test } from 'node:test'
import { TenonError } from '#kernel'
import { person } from '../http/testing/hall.ts'
import { addressOf, makeTrust } from './address.ts'
import { cookieOf } from './credentials.ts'
import { parseJson } from './json.ts'
import { makeLimits, network } from './limits.ts'

const action = { id: 'a.b.c', scope: 'a.use', ratePerMinute: 10 } as never
const refuses = (work: () => unknown) => assert.throws(work, TenonError)

describe('limits', () => {
  test('count each caller for himself, and a subscriber’s IPv6 network as one', () => {
    const limits = makeLimits({ caller: 1000, address: 1000, everyone: 1000 })
    for (let n = 0; n < 10; n++) limits.count(action, person(1), '10.0.0.1')
    refuses(() => limits.count(action, person(1), '10.0.0.1'))
    limits.count(action, person(2), '10.0.0.1')
    assert.equal(network('2001:db8:1:2:3::4'), network('2001:db8:1:2:ffff::'))
    assert.notEqual(network('2001:db8::1'), network('2001:db8:0:1::1'))
    assert.equal(network('::1'), network('0:0:0:0::9'))
  })

  test('never stop the operator, and can be lifted', () => {
    const limits = makeLimits({ caller: 1, address: 1, everyone: 1 })
    for (let n = 0; n < 20; n++) limits.count(action, { ...person(1), kind: 'operator' }, undefined)
    const lifted = makeLimits({ caller: Infinity, address: Infinity, everyone: Infinity })
    const free = { id: 'a.b.d', scope: 'a.use' } as never
    for (let n = 0; n < 20_000; n++) lifted.count(free, person(1), '10.0.0.1')
  })

  test('stay small however many come', () => {
    const limits = makeLimits({ caller: 5, address: Infinity, everyone: 5 })
    const before = process.memoryUsage().heapUsed
    const free = { id: 'a.b.d', scope: 'a.use' } as never
    for (let n = 0; n < 300_000; n++) limits.count(free, person(n), undefined)
    assert.ok(process.memoryUsage().heapUsed - before < 100 * 1024 * 1024)
  })
})

test('the caller’s address is the last that no proxy of ours has', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({
      socket: { remoteAddress },
      headers: { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage
  const trust = makeTrust(['10.0.0.0/8', '::1'])
  assert.equal(addressOf(from('203.0.113.1', '1.1.1.1'), trust), '203.0.113.1')
  assert.equal(addressOf(from('10.0.0.1', '6.6.6.6, 1.1.1.1, 10.2.0.1'), trust), '1.1.1.1')
  assert.equal(addressOf(from('::1', '1.1.1.1'), trust), '1.1.1.1')
  assert.equal(addressOf(from('::ffff:10.0.0.9'), trust), '10.0.0.9')
  assert.throws(() => makeTrust(['proxy.local']), /not an address/)
})

test('a cookie is found among others, and nothing else is taken for one', () => {
  assert.equal(cookieOf('a=1; tenon_session=abc.DEF-1; b=2'), 'abc.DEF-1')
  assert.equal(cookieOf('xtenon_session=abc'), undefined)
  assert.equal(cookieOf('tenon_session="abc"'), undefined)
  assert.equal(cookieOf(`tenon_session=${'x'.repeat(600)}`), undefined)
})

test('JSON of strangers is parsed without their prototypes and their depth', () => {
  assert.deepEqual(parseJson('{"a":["}{",{"b":"\\"["}]}'), { a: ['}{', { b: '"[' }] })
  assert.deepEqual(parseJson('{"constructor":"x","prototype":1}'), {
    constructor: 'x',
    prototype: 1,
  })
  for (const text of [
    '{"__proto__":1}',
    '[{"a":{"\\u005f\\u005fproto\\u005f\\u005f":1}}]',
    '{"constructor":{"prototype":1}}',
    '['.repeat(101),
    '',
  ]) {
    refuses(() => parseJson(text))
  }
  assert.ok(parseJson('['.repeat(100) + ']'.repeat(100)))
})
