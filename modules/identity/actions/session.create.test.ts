import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { emailOf, passwordOf, revocations, signIn, voiceOf } from '../testing.ts'
import { createSession } from './session.create.ts'
import { endSession } from './session.end.ts'
import { listSessions } from './session.list.ts'
import { openSession } from './session.open.ts'
import { revokeSession } from './session.revoke.ts'
import { getMe } from './me.get.ts'

test('one signs in by e-mail, mobile or staff number, and is recognised by the session', async () => {
  await using as = await tenon()
  const password = passwordOf(as)
  const logins = [
    { login: ' Lin.Lan@Yuanshan.example ' },
    { login: '+86 138-0010-0001' },
    { login: '13800100001' },
    { login: 'YS001', organisation: 'yuanshan' },
    { login: 'YS001', organisation: as.world.orgs['yuanshan']! },
  ]
  for (const how of logins) {
    const { next, session, expires } = await as.nobody.call(createSession, { ...how, password })
    assert.equal(next, 'done')
    assert.ok(new Date(expires!).getTime() > Date.now() + 80 * 86_400_000)
    const actor = await as.kernel.authenticate({ scheme: 'session', token: session! })
    assert.deepEqual(
      [actor?.id, actor?.org, actor?.kind],
      [as.lin!.id, as.world.orgs['yuanshan'], 'person'],
    )
  }
  await as.nobody.refuses(createSession, { login: 'YS001', password }, 'wrong')
  await as.nobody.refuses(
    createSession,
    { login: 'YS001', organisation: 'jiangnan', password },
    'wrong',
  )
})

test('nobody learns from a refusal whether there is such an account, not even by the time it takes', async () => {
  await using as = await tenon()
  const time = async (login: string) => {
    const begun = performance.now()
    const refusal = await as.nobody.refuses(
      createSession,
      { login, password: 'not the password' },
      'wrong',
    )
    return { ms: performance.now() - begun, message: refusal.message, kind: refusal.kind }
  }
  await time('warm.up@nowhere.example')
  const known = [
    await time(emailOf['lin']!),
    await time(emailOf['chen']!),
    await time(emailOf['stranger']!),
  ]
  const unknown = [
    await time('a@nowhere.example'),
    await time('b@nowhere.example'),
    await time('99999'),
  ]
  assert.deepEqual(known[0]!.message, unknown[0]!.message)
  // Both hash once: a missing hash would make the unknown at least ten times faster.
  const least = (times: { ms: number }[]) => Math.min(...times.map(({ ms }) => ms))
  assert.ok(least(unknown) > least(known) / 2.5, `${least(unknown)} ms against ${least(known)} ms`)
})

test('after too many wrong attempts even the right password waits, from this place only', async () => {
  await using as = await tenon()
  const attempt = { login: emailOf['chen']!, password: 'not the password' }
  const here = { address: '203.0.113.7' }
  for (let n = 0; n < 8; n++) await as.nobody.refuses(createSession, attempt, 'wrong', here)
  await as.nobody.refuses(createSession, { ...attempt, password: passwordOf(as) }, 'limited', here)
  const elsewhere = { address: '198.51.100.2' }
  assert.equal(
    (await as.nobody.call(createSession, { ...attempt, password: passwordOf(as) }, elsewhere)).next,
    'done',
  )
  // Somebody's limit is nobody else's, and a name that nobody has is limited like any other.
  assert.equal(
    (
      await as.nobody.call(
        createSession,
        { login: emailOf['lin']!, password: passwordOf(as) },
        here,
      )
    ).next,
    'done',
  )
  for (let n = 0; n < 8; n++)
    await as.nobody.refuses(
      createSession,
      { ...attempt, login: 'no@nowhere.example' },
      'wrong',
      here,
    )
  await as.nobody.refuses(
    createSession,
    { ...attempt, login: 'no@nowhere.example' },
    'limited',
    here,
  )
})

test('a hundred wrong attempts at once are a hundred', async () => {
  await using as = await tenon()
  const attempt = { login: emailOf['chen']!, password: 'not the password' }
  const codes = await Promise.all(
    Array.from({ length: 40 }, () =>
      as.nobody.call(createSession, attempt, { address: '203.0.113.8' }).then(
        () => 'in',
        (error: { code: string }) => error.code,
      ),
    ),
  )
  assert.equal(codes.filter((code) => code === 'wrong').length, 8)
  assert.equal(codes.filter((code) => code === 'limited').length, 32)
})

test('one sees and ends one’s sessions; sockets are told at once', async () => {
  await using as = await tenon()
  const phone = await signIn(as, 'chen', 'Phone')
  const laptop = await signIn(as, 'chen', 'Laptop')
  const lin = await signIn(as, 'lin')
  const { items } = await laptop.voice.call(listSessions, {})
  assert.deepEqual(
    items.map(({ device, current }) => [device, current]),
    [
      ['Laptop', true],
      ['Phone', false],
    ],
  )
  const page = await laptop.voice.call(listSessions, { limit: 1 })
  assert.equal(
    (await laptop.voice.call(listSessions, { limit: 1, cursor: page.next! })).items[0]!.device,
    'Phone',
  )

  await lin.voice.refuses(revokeSession, { session: items[1]!.id }, 'noSession')
  using told = revocations(as)
  await laptop.voice.call(revokeSession, { session: items[1]!.id })
  assert.deepEqual(told.told, [{ session: items[1]!.id }])
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: phone.token }), undefined)

  const tablet = await signIn(as, 'chen', 'Tablet')
  assert.deepEqual(await tablet.voice.call(revokeSession, { others: true }), { ended: 1 })
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: laptop.token }), undefined)
  assert.deepEqual(await tablet.voice.call(endSession, {}), { signed_out: true })
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: tablet.token }), undefined)
  assert.ok(await as.kernel.authenticate({ scheme: 'session', token: lin.token }))
  // Without a session there are none to list, and signing out twice is no fault.
  await as.chen!.refuses(listSessions, {}, 'needsSession')
  await as.nobody.refuses(listSessions, {}, 'unauthenticated')
  assert.deepEqual(await as.nobody.call(endSession, {}), { signed_out: true })
})

test('a new sign-in never takes an older session over, and the step that opens one is on no door', async () => {
  await using as = await tenon()
  const first = await signIn(as, 'chen')
  const { session } = await first.voice.call(createSession, {
    login: emailOf['chen']!,
    password: passwordOf(as),
  })
  assert.notEqual(session, first.token)
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token: first.token }), undefined)
  await as.nobody.refuses(openSession, { account: as.lin!.actor.account! }, 'notFound')
  await as.lin!.refuses(openSession, { account: as.chen!.actor.account! }, 'notFound')
})

test('a session ends when it was not used for two weeks, and after ninety days in any case', async () => {
  await using as = await tenon()
  for (const [column, age] of [
    ['last_used_at', '15 days'],
    ['expires_at', '1 second'],
  ] as const) {
    const { token, voice } = await signIn(as, 'chen')
    await as.owner((client) =>
      client.query(
        `UPDATE identity.session SET ${column} = now() - interval '${age}' WHERE id = $1`,
        [voice.actor.session],
      ),
    )
    as.kernel.revoked({ session: voice.actor.session! })
    assert.equal(await as.kernel.authenticate({ scheme: 'session', token }), undefined)
  }
})

test('who am I: account, organisation, roles and scopes', async () => {
  await using as = await tenon()
  const { voice } = await signIn(as, 'lin')
  const me = await voice.call(getMe, {})
  assert.equal(me.org?.kind, 'company')
  assert.deepEqual(me.roles, ['member', 'owner'])
  assert.equal(me.account?.email, emailOf['lin'])
  assert.equal(me.scopes['identity.roles'], 'all')
  assert.deepEqual(
    me.persons.map(({ person, current }) => [person, current]),
    [[as.lin!.id, true]],
  )
  await as.nobody.refuses(getMe, {}, 'nobody')
})

test('tokens are neither in the audit log nor in any table', async () => {
  await using as = await tenon()
  const { token } = await signIn(as, 'chen')
  await as.nobody.refuses(
    createSession,
    { login: emailOf['lin']!, password: 'a very secret guess' },
    'wrong',
  )
  await as.kernel.idle()
  const found = await as.owner(async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM kernel.audit a WHERE a::text LIKE ANY($1)) + (SELECT count(*) FROM identity.session s WHERE s::text LIKE ANY($1))
      + (SELECT count(*) FROM kernel.event e WHERE e::text LIKE ANY($1)) + (SELECT count(*) FROM kernel.once o WHERE o::text LIKE ANY($1)) AS n`,
      [[`%${token}%`, `%${passwordOf(as)}%`, '%a very secret guess%']],
    )
    return Number(rows[0].n)
  })
  assert.equal(found, 0)
  await assert.rejects(
    voiceOf(as, { scheme: 'bearer', token }),
    'a session token is no bearer token',
  )
})
