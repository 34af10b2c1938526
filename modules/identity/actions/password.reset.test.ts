import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { emailOf, lastMail, passwordOf, revocations, signIn, tokenIn } from '../testing.ts'
import { changePassword } from './password.change.ts'
import { forgetPassword } from './password.forget.ts'
import { mailReset } from './password.mail.ts'
import { resetPassword } from './password.reset.ts'
import { storePassword } from './password.store.ts'
import { createSession } from './session.create.ts'

const password = 'copper kettle on the hill'

test('a forgotten password: one link by mail, good once, and all sessions end', async () => {
  await using as = await tenon()
  const before = await signIn(as, 'chen')
  await as.nobody.call(forgetPassword, { login: emailOf['chen']! })
  const mail = await lastMail(as, emailOf['chen']!)
  const token = tokenIn(mail!.text)
  assert.match(mail!.text, /http:\/\/127\.0\.0\.1:8080\/reset#/)

  await as.nobody.refuses(resetPassword, { token, password: 'password12345' }, 'invalid')
  await as.nobody.refuses(resetPassword, { token, password: 'short' }, 'invalid')
  await as.nobody.refuses(resetPassword, { token: 'x'.repeat(43), password }, 'badLink')
  const results = await Promise.all(
    [1, 2, 3].map(() =>
      as.nobody.call(resetPassword, { token, password }).then(
        () => 'changed',
        (error: { code: string }) => error.code,
      ),
    ),
  )
  assert.deepEqual(results.sort(), ['badLink', 'badLink', 'changed'])
  await as.nobody.refuses(resetPassword, { token, password }, 'badLink')

  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: before.token }), undefined)
  await as.nobody.refuses(
    createSession,
    { login: emailOf['chen']!, password: passwordOf(as) },
    'wrong',
  )
  assert.equal(
    (await as.nobody.call(createSession, { login: emailOf['chen']!, password })).next,
    'done',
  )
})

test('asking for a new password says the same for an account that is not there, and sends nothing', async () => {
  await using as = await tenon()
  const known = await as.nobody.call(forgetPassword, { login: emailOf['chen']! })
  const unknown = await as.nobody.call(forgetPassword, { login: 'nobody@nowhere.example' })
  assert.deepEqual(known, unknown)
  assert.equal(await lastMail(as, 'nobody@nowhere.example'), undefined)
  // A second request at once is not a second mail, and a job’s action is on no door.
  await as.nobody.call(forgetPassword, { login: emailOf['chen']! })
  await as.kernel.idle()
  assert.equal((await as.kernel.mail.list(10)).length, 1)
  await as.nobody.refuses(mailReset, { login: emailOf['chen']! }, 'notFound')
})

test('an expired link, and one for a disabled account, open nothing', async () => {
  await using as = await tenon()
  await as.nobody.call(forgetPassword, { login: emailOf['chen']! })
  const token = tokenIn((await lastMail(as, emailOf['chen']!))!.text)
  await as.owner((client) =>
    client.query("UPDATE identity.secret SET expires_at = now() - interval '1 second'"),
  )
  await as.nobody.refuses(resetPassword, { token, password }, 'badLink')
})

test('changing the password needs the present one, ends other sessions and keeps this one', async () => {
  await using as = await tenon()
  const [phone, laptop] = [await signIn(as, 'chen'), await signIn(as, 'chen')]
  await laptop.voice.refuses(changePassword, { present: 'not the password', password }, 'wrong')
  await laptop.voice.refuses(
    changePassword,
    { present: passwordOf(as), password: 'chen.tao2026' },
    'invalid',
  )
  using told = revocations(as)
  assert.deepEqual(await laptop.voice.call(changePassword, { present: passwordOf(as), password }), {
    changed: true,
  })
  assert.deepEqual(told.told, [{ session: phone.voice.actor.session }])
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: phone.token }), undefined)
  assert.ok(await as.kernel.authenticate({ scheme: 'session', token: laptop.token }))
  assert.equal(
    (await as.nobody.call(createSession, { login: emailOf['chen']!, password })).next,
    'done',
  )
  await as.nobody.refuses(
    changePassword,
    { present: password, password: 'another good sentence' },
    'needsSession',
  )
  await as.lin!.refuses(
    storePassword,
    { account: as.lin!.actor.account!, password_hash: 'x' },
    'notFound',
  )
})

test('guessing the present password with a stolen session is limited too', async () => {
  await using as = await tenon()
  const { voice } = await signIn(as, 'chen')
  for (let n = 0; n < 8; n++)
    await voice.refuses(changePassword, { present: 'not the password', password }, 'wrong')
  await voice.refuses(changePassword, { present: passwordOf(as), password }, 'limited')
})
