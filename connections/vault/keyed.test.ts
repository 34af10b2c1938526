import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { test } from 'node:test'
import { keyed, type Keyed } from './keyed.ts'

const job = (
  what: Keyed['do'],
  algorithm: Keyed['algorithm'],
  data: string,
  signature?: string,
): Keyed => ({
  do: what,
  algorithm,
  data,
  form: 'base64',
  ...(signature === undefined ? {} : { signature }),
})

test('HMAC as everybody computes it', () => {
  // RFC 4231, case 2.
  const made = keyed('Jefe', {
    ...job('hmac', 'hmac-sha256', 'what do ya want for nothing?'),
    form: 'hex',
  })
  assert.equal(made, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  const signature = keyed('k', job('hmac', 'hmac-sha512', 'a')) as string
  assert.equal(keyed('k', job('verify-hmac', 'hmac-sha512', 'a', signature)), true)
  assert.equal(keyed('k', job('verify-hmac', 'hmac-sha512', 'b', signature)), false)
  assert.equal(keyed('k', job('verify-hmac', 'hmac-sha512', 'a', '')), false)
})

for (const [type, algorithm] of [
  ['rsa', 'rsa-sha256'],
  ['ed25519', 'ed25519'],
] as const)
  test(`${type}: signed here, verified by anybody; the public half alone only verifies`, () => {
    const { privateKey, publicKey } =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519')
    const line = (key: string | Buffer): string => String(key).replaceAll('\n', '')
    const [own, open] = [
      line(privateKey.export({ format: 'pem', type: 'pkcs8' })),
      line(publicKey.export({ format: 'pem', type: 'spki' })),
    ]
    const signature = keyed(own, job('sign', algorithm, '合同')) as string
    assert.equal(
      verify(
        type === 'rsa' ? 'sha256' : null,
        Buffer.from('合同'),
        createPublicKey(privateKey),
        Buffer.from(signature, 'base64'),
      ),
      true,
    )
    assert.equal(keyed(own, job('verify', algorithm, '合同', signature)), true)
    assert.equal(keyed(open, job('verify', algorithm, '合同', signature)), true)
    assert.equal(keyed(open, job('verify', algorithm, '合同2', signature)), false)
    assert.throws(() => keyed(open, job('sign', algorithm, 'a')), /cannot be done with this key/)
    if (type !== 'rsa') return
    const sealed = keyed(open, job('encrypt', 'rsa-oaep-sha256', '密')) as string
    assert.equal(keyed(own, job('decrypt', 'rsa-oaep-sha256', sealed)), '密')
  })

test('AES-GCM: never twice the same, and nothing that was changed is opened', () => {
  const key = Buffer.alloc(32, 3).toString('base64')
  const [first, second] = [1, 2].map(
    () => keyed(key, job('encrypt', 'aes-256-gcm', '你好')) as string,
  )
  assert.notEqual(first, second)
  assert.equal(keyed(key, job('decrypt', 'aes-256-gcm', first!)), '你好')
  const bytes = Buffer.from(first!, 'base64')
  for (const at of bytes.keys()) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    assert.throws(() => keyed(key, job('decrypt', 'aes-256-gcm', changed.toString('base64'))))
  }
  assert.throws(() => keyed(key, job('decrypt', 'aes-256-gcm', 'AAAA')))
})

test('a key that is none, and ways that do not go together, are refused without a word of the key', () => {
  for (const [secret, what, algorithm] of [
    ['hunter2-hunter2', 'encrypt', 'aes-256-gcm'],
    ['hunter2-hunter2', 'sign', 'rsa-sha256'],
    ['hunter2-hunter2', 'sign', 'aes-256-gcm'],
  ] as const)
    assert.throws(
      () => keyed(secret, job(what, algorithm, 'a')),
      (error: Error) => !JSON.stringify([error.message, error]).includes('hunter2'),
    )
})
