import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { ensureSetupCode } from '../setup.ts'
import { SAMPLE_PASSWORD } from '../sample.ts'
import { tokenIn, voiceOf } from '../testing.ts'
import { createSetup } from './setup.create.ts'
import { found } from './setup.found.ts'
import { renewSetup } from './setup.renew.ts'
import { showSetup } from './setup.show.ts'
import { getMe } from './me.get.ts'
import { recoverOwner } from './owner.recover.ts'
import { resetPassword } from './password.reset.ts'
import { createSession } from './session.create.ts'

const input = {
  company: 'Copper & Co',
  email: 'Ada@copper.example',
  name: 'Ada',
  password: 'copper kettle on the hill',
}

/** A server that nobody has set up yet. */
async function fresh(): Promise<Cast> {
  const as = await tenon()
  await as.owner(async (client) => {
    await client.query(
      'TRUNCATE identity.account, identity.session, parties.organisation, parties.membership, directory.person, directory.person_key, directory.department, directory.department_closure, directory.group_member, identity."grant", identity.role, identity.attempt, identity.secret',
    )
  })
  as.kernel.revoked({})
  return as
}

test('the link of the first start makes the company, its owner and a session; once', async () => {
  await using as = await fresh()
  assert.deepEqual(await as.nobody.call(showSetup, {}), { setup: true })
  const old = await ensureSetupCode(as.kernel)
  const code = (await ensureSetupCode(as.kernel))!
  await as.nobody.refuses(createSetup, input, 'badCode')
  await as.nobody.refuses(createSetup, { ...input, code: old! }, 'badCode')
  await as.nobody.refuses(createSetup, { ...input, code, password: 'Password1234!' }, 'invalid')
  const results = await Promise.all(
    [1, 2].map(() =>
      as.nobody
        .call(createSetup, { ...input, code })
        .catch((error: { code: string }) => error.code),
    ),
  )
  const made = results.find((each) => typeof each !== 'string')!
  assert.ok(results.some((each) => ['badCode', 'done', 'late'].includes(each as string)))
  assert.ok(typeof made === 'object' && made.token === undefined)
  const ada = await voiceOf(as, { scheme: 'session', token: made.session! })
  const me = await ada.call(getMe, {})
  assert.deepEqual(
    [me.org?.name, me.name, me.roles, me.account?.email],
    ['Copper & Co', 'Ada', ['member', 'owner'], 'ada@copper.example'],
  )

  assert.deepEqual(await as.nobody.call(showSetup, {}), { setup: false })
  assert.equal(await ensureSetupCode(as.kernel), undefined)
  await as.nobody.refuses(createSetup, { ...input, code }, 'done')
  await as.operator.refuses(createSetup, input, 'done')
  await ada.refuses(renewSetup, {}, 'notFound')
  await ada.refuses(
    found,
    { company: 'x', name: 'x', email: 'x', password_hash: 'x', operator: true },
    'notFound',
  )
})

test('on the operator’s socket no code is needed, and a token with all rights comes back', async () => {
  await using as = await fresh()
  const made = await as.operator.call(createSetup, input)
  assert.equal(made.session, undefined)
  const ada = await voiceOf(as, { scheme: 'bearer', token: made.token! })
  assert.deepEqual(
    [ada.id, ada.actor.org, ada.actor.scopes.get('identity.roles')],
    [made.admin, made.organisation, 'all'],
  )
  await ada.call('directory.person.create', { name: 'First colleague' })
  assert.equal(
    (await as.nobody.call(createSession, { login: input.email, password: input.password })).next,
    'done',
  )
})

test('the sample: its company under the name that was given, and one password for its people', async () => {
  await using as = await fresh()
  const made = await as.operator.call(createSetup, { ...input, sample: true })
  const ada = await voiceOf(as, { scheme: 'bearer', token: made.token! })
  const { items } = (await ada.call('directory.person.list', { limit: 100 })) as {
    items: { name: string }[]
  }
  assert.ok(
    items.length > 30 &&
      items.some(({ name }) => name === '赵敏') &&
      items.some(({ name }) => name === 'Ada'),
  )
  assert.equal((await ada.call(getMe, {})).org?.name, 'Copper & Co')
  assert.equal(
    (
      await as.nobody.call(createSession, {
        login: 'zhao.min@yuanshan.example',
        password: made.sample_password!,
      })
    ).next,
    'done',
  )
  assert.ok(SAMPLE_PASSWORD)
})

test('the operator recovers an owner’s access on the server’s machine, and nobody else does', async () => {
  await using as = await tenon()
  const { link, email } = await as.operator.call(recoverOwner, {
    email: 'lin.lan@yuanshan.example',
  })
  assert.equal(email, 'lin.lan@yuanshan.example')
  const password = 'another copper kettle'
  await as.nobody.call(resetPassword, { token: tokenIn(link), password })
  assert.equal((await as.nobody.call(createSession, { login: email!, password })).next, 'done')
  await as.operator.refuses(recoverOwner, { email: 'chen.tao@yuanshan.example' }, 'noOwner')
  await as.lin!.refuses(recoverOwner, {}, 'notHere')
  await as.chen!.refuses(recoverOwner, {}, 'forbidden')
})
