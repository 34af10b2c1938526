import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { newSecret, sign, TOLERANCE_S, verify } from './index.ts'

test('what we sign others verify, and the other way round', () => {
  const [secret, body] = [newSecret(), '{"a":"客户"}']
  const theirs = new Webhook(secret)
  assert.deepEqual(theirs.verify(body, sign(secret, 'one', body)), { a: '客户' })
  const now = new Date()
  const headers = {
    'webhook-id': 'two',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': `v1a,x ${theirs.sign('two', now, body)}`,
  }
  assert.equal(verify([newSecret(), secret], headers, body), 'two')
})

test('another secret, another body, another time, another id: refused', () => {
  const [secret, body, now] = [newSecret(), '{}', Date.now()]
  const headers = sign(secret, 'one', body, now)
  assert.equal(verify([secret], headers, body, now), 'one')
  assert.equal(verify([secret], headers, body, now + (TOLERANCE_S - 1) * 1000), 'one')
  for (const [secrets, given, text, at] of [
    [[newSecret()], headers, body, now],
    [[], headers, body, now],
    [[secret], headers, '{ }', now],
    [[secret], headers, body, now + (TOLERANCE_S + 2) * 1000],
    [[secret], headers, body, now - (TOLERANCE_S + 2) * 1000],
    [[secret], { ...headers, 'webhook-id': 'two' }, body, now],
    [[secret], { ...headers, 'webhook-timestamp': 'soon' }, body, now],
    [[secret], { ...headers, 'webhook-signature': 'v1,' }, body, now],
    [[secret], {}, body, now],
  ] as const)
    assert.equal(verify(secrets, given, text, at), undefined)
})
