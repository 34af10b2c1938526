import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { tenon, type Cast } from '#kernel/testing'
import { emailOf, passwordOf, signIn, voiceOf } from '../testing.ts'
import { confirmSession } from './session.confirm.ts'
import { createSession } from './session.create.ts'
import { confirmTotp } from './totp.confirm.ts'
import { dropTotp } from './totp.drop.ts'
import { removeTotp } from './totp.remove.ts'
import { startTotp } from './totp.start.ts'

/** A code of the app `steps` half minutes from now: every code is good once. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  })

async function withApp(as: Cast) {
  const { voice } = await signIn(as, 'chen')
  const { secret, uri, qr } = await voice.call(startTotp, { password: passwordOf(as) })
  assert.match(uri, /^otpauth:\/\/totp\/Tenon:/)
  assert.match(qr, /^<svg /)
  const { recovery_codes } = await voice.call(confirmTotp, { code: codeOf(secret, -1) })
  return { voice, secret, recovery_codes }
}
const login = { login: emailOf['chen']! }

test('with the app turned on, the password alone opens nothing', async () => {
  await using as = await tenon()
  const other = await signIn(as, 'chen')
  const { secret } = await withApp(as)
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: other.token }), undefined)
  const first = await as.nobody.call(createSession, {
    ...login,
    password: passwordOf(as),
    device: 'Phone',
  })
  assert.deepEqual([first.next, first.session], ['totp', undefined])
  assert.equal(
    await as.kernel.authenticate({ scheme: 'session', token: first.challenge! }),
    undefined,
  )
  const challenge = first.challenge!
  await as.nobody.refuses(confirmSession, { challenge, code: '000000' }, 'wrong')
  const code = codeOf(secret)
  const done = await as.nobody.call(confirmSession, { challenge, code })
  assert.equal(
    (await as.kernel.authenticate({ scheme: 'session', token: done.session! }))?.id,
    as.chen!.id,
  )
  // Neither the challenge nor the code works twice.
  await as.nobody.refuses(confirmSession, { challenge, code: codeOf(secret, 1) }, 'over')
  const again = await as.nobody.call(createSession, { ...login, password: passwordOf(as) })
  await as.nobody.refuses(confirmSession, { challenge: again.challenge!, code }, 'wrong')
})

test('five wrong codes end the attempt, and new challenges do not give new ones without end', async () => {
  await using as = await tenon()
  const { secret } = await withApp(as)
  const begin = async () =>
    (await as.nobody.call(createSession, { ...login, password: passwordOf(as) })).challenge!
  const challenge = await begin()
  for (let n = 0; n < 5; n++)
    await as.nobody.refuses(confirmSession, { challenge, code: '000000' }, 'wrong')
  await as.nobody.refuses(confirmSession, { challenge, code: codeOf(secret) }, 'over')
  const second = await begin()
  for (let n = 0; n < 3; n++)
    await as.nobody.refuses(confirmSession, { challenge: second, code: '000000' }, 'wrong')
  await as.nobody.refuses(confirmSession, { challenge: second, code: codeOf(secret) }, 'limited')
})

test('a recovery code opens once when the telephone is lost', async () => {
  await using as = await tenon()
  const { recovery_codes } = await withApp(as)
  assert.equal(recovery_codes.length, 10)
  const code = recovery_codes[3]!.toUpperCase()
  const begin = async () =>
    (await as.nobody.call(createSession, { ...login, password: passwordOf(as) })).challenge!
  assert.equal(
    (await as.nobody.call(confirmSession, { challenge: await begin(), code })).next,
    'done',
  )
  await as.nobody.refuses(confirmSession, { challenge: await begin(), code }, 'wrong')
})

test('turning it on and off needs the password and a session', async () => {
  await using as = await tenon()
  const { voice, secret } = await withApp(as)
  await voice.refuses(startTotp, { password: passwordOf(as) }, 'on')
  await voice.refuses(startTotp, { password: 'not the password' }, 'wrong')
  await voice.refuses(removeTotp, { password: 'not the password' }, 'wrong')
  await voice.refuses(dropTotp, { account: voice.actor.account! }, 'notFound')
  assert.deepEqual(await voice.call(removeTotp, { password: passwordOf(as) }), { removed: true })
  await voice.refuses(confirmTotp, { code: codeOf(secret, 1) }, 'wrong')
  const { session } = await as.nobody.call(createSession, { ...login, password: passwordOf(as) })
  assert.ok(await voiceOf(as, { scheme: 'session', token: session! }))
  for (const action of [startTotp, removeTotp])
    await as.nobody.refuses(action, { password: 'x' }, 'needsSession')
  const stored = await as.owner((client) =>
    client.query('SELECT totp_secret FROM identity.account WHERE totp_secret IS NOT NULL'),
  )
  assert.ok(!JSON.stringify(stored.rows).includes(secret))
})
