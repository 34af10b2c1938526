import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { plantAccount } from './actions/account.plant.ts'
import { createSession } from './actions/session.create.ts'
import { createToken } from './actions/token.create.ts'
import { createInvitation } from './actions/invitation.create.ts'
import { acceptInvitation } from './actions/invitation.accept.ts'
import { placeOf } from './attempts.ts'
import { emailOf, passwordOf, revocations, signIn, tokenIn, voiceOf } from './testing.ts'

test('a leaver loses sessions and tokens in the transaction of his leaving, and is told within it', async () => {
  await using as = await tenon()
  const { voice, token } = await signIn(as, 'chen')
  const api = await voice.call(createToken, { name: 'mine', scopes: ['*'] })
  using told = revocations(as)
  await as.lin!.call('directory.person.leave', { person: as.chen!.id })
  assert.ok(told.told.some((who) => (who as { id?: string }).id === as.chen!.id))
  // Before any job has run:
  assert.equal((await as.kernel.authenticate({ scheme: 'session', token }))?.scopes.size ?? 0, 0)
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: api.token }), undefined)
  await as.kernel.idle()
  const left = await as.owner((client) =>
    client.query(
      `SELECT (SELECT count(*) FROM identity.session WHERE account = $1 AND ended_at IS NULL) + (SELECT count(*) FROM identity.token WHERE holder = $2 AND revoked_at IS NULL)
      + (SELECT count(*) FROM identity."grant" WHERE holder = $2) AS n`,
      [as.chen!.actor.account, as.chen!.id],
    ),
  )
  assert.equal(Number(left.rows[0].n), 0)
  // Coming back restores neither.
  await as.lin!.call('directory.person.rehire', { person: as.chen!.id })
  as.kernel.revoked({})
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token }), undefined)
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: api.token }), undefined)
  assert.equal(
    (await as.nobody.call(createSession, { login: emailOf['chen']!, password: passwordOf(as) }))
      .next,
    'done',
  )
})

test('who leaves one of his organisations keeps the session for the other', async () => {
  await using as = await tenon()
  const { invitations } = await as.lin!.call(createInvitation, { kind: 'link' })
  const { voice, token } = await signIn(as, 'outsider')
  const { person } = await voice.call(acceptInvitation, {
    invitation: tokenIn(invitations[0]!.link!),
  })
  assert.equal(
    (await voiceOf(as, { scheme: 'session', token, person: person! })).actor.org,
    as.world.orgs['yuanshan'],
  )
  await as.lin!.call('directory.person.leave', { person: person! })
  await as.kernel.idle()
  assert.equal(
    (await voiceOf(as, { scheme: 'session', token })).actor.org,
    as.world.orgs['jiangnan'],
  )
  assert.equal(
    await as.kernel.authenticate({ scheme: 'session', token, person: person! }),
    undefined,
  )
})

test('a suspended organisation opens for none of its sessions and tokens, and opens again', async () => {
  await using as = await tenon()
  const { voice, token } = await signIn(as, 'chen')
  const api = await voice.call(createToken, { name: 'mine', scopes: ['*'] })
  const organisation = as.world.orgs['yuanshan']!
  await as.operator.call('parties.organisation.suspend', { organisation })
  as.kernel.revoked({ org: organisation })
  assert.equal((await as.kernel.authenticate({ scheme: 'session', token }))?.kind, 'nobody')
  assert.equal(
    await as.kernel.authenticate({ scheme: 'session', token, org: organisation }),
    undefined,
  )
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: api.token }), undefined)
  assert.equal(await as.kernel.actorOf(organisation, as.chen!.id), undefined)
  await as.operator.call('parties.organisation.resume', { organisation })
  as.kernel.revoked({ org: organisation })
  assert.equal((await voiceOf(as, { scheme: 'session', token })).id, as.chen!.id)
})

test('a disabled account is told nothing else than a wrong password, and its sessions end', async () => {
  await using as = await tenon()
  const { token } = await signIn(as, 'chen')
  await as.owner((client) =>
    client.query("UPDATE identity.account SET status = 'disabled' WHERE id = $1", [
      as.chen!.actor.account,
    ]),
  )
  as.kernel.revoked({})
  assert.equal(await as.kernel.authenticate({ scheme: 'session', token }), undefined)
  await as.nobody.refuses(
    createSession,
    { login: emailOf['chen']!, password: passwordOf(as) },
    'wrong',
  )
})

test('an erased person leaves no account behind, unless he works elsewhere too', async () => {
  await using as = await tenon()
  await signIn(as, 'chen')
  const { account } = as.chen!.actor
  await as.lin!.call('directory.person.leave', { person: as.chen!.id })
  await as.lin!.call('audit.person.erase', { person: as.chen!.id, confirm: '陈涛' })
  await as.kernel.idle()
  const left = [await rowsOf('account', 'id'), await rowsOf('session', 'account')]
  assert.deepEqual(left, [0, 0])
  await as.nobody.refuses(
    createSession,
    { login: emailOf['chen']!, password: passwordOf(as) },
    'wrong',
  )
  async function rowsOf(table: string, column: string): Promise<number> {
    const { rows } = await as.owner((client) =>
      client.query(`SELECT count(*) AS n FROM identity.${table} WHERE ${column} = $1`, [account]),
    )
    return Number(rows[0].n)
  }
})

test('the operator works in organisations that there are', async () => {
  await using as = await tenon()
  const org = as.world.orgs['jiangnan']!
  const operator = await as.kernel.authenticate({ scheme: 'operator', token: '', org })
  assert.deepEqual([operator?.kind, operator?.org], ['operator', org])
  for (const wrong of [as.lin!.id, 'nonsense'])
    assert.equal(
      await as.kernel.authenticate({ scheme: 'operator', token: '', org: wrong }),
      undefined,
    )
})

test('recognising a caller is one statement', async () => {
  await using as = await tenon()
  const { token } = await signIn(as, 'chen')
  let statements = 0
  const { system } = as.kernel.database
  const counting = Object.assign((...args: Parameters<typeof system>) => {
    statements += 1
    return system(...args)
  }, system)
  const kernel = { ...as.kernel, database: { ...as.kernel.database, system: counting } }
  const { authenticate } = as.kernel.registry.modules.get('identity')!
  const actor = await authenticate!({ scheme: 'session', token }, kernel as typeof as.kernel)
  assert.deepEqual([actor?.id, statements], [as.chen!.id, 1])
})

test('accounts for a world that is planted are made by no caller', async () => {
  await using as = await tenon()
  await as.lin!.refuses(
    plantAccount,
    { person: as.chen!.id, name: 'x', password_hash: 'x' },
    'notFound',
  )
})

test('a place is an IPv4 address, or the /64 that one customer holds', () => {
  const cases = {
    '203.0.113.7': '203.0.113.7',
    '::ffff:203.0.113.7': '203.0.113.7',
    '2001:db8:1:2:aaaa::1': '2001:db8:1:2',
    '2001:0DB8:0001:0002:bbbb:0:0:9': '2001:db8:1:2',
    '2001:db8::1': '2001:db8:0:0',
    'fe80::1%eth0': 'fe80:0:0:0',
    '::1': '0:0:0:0',
  }
  for (const [address, place] of Object.entries(cases)) assert.equal(placeOf(address), place)
  assert.equal(placeOf(undefined), '')
})
