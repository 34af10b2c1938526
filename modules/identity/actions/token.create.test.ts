import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { revocations, signIn, voiceOf } from '../testing.ts'
import { getMe } from './me.get.ts'
import { listRoles } from './role.list.ts'
import { listScopes } from './scope.list.ts'
import { createToken } from './token.create.ts'
import { listTokens } from './token.list.ts'
import { revokeToken } from './token.revoke.ts'
import { storeToken } from './token.store.ts'
import { revokeSession } from './session.revoke.ts'
import { changePassword } from './password.change.ts'

const hash = 'x'

test('a token reaches as far as its scopes and its holder, whichever is less', async () => {
  await using as = await tenon()
  const { voice: chen } = await signIn(as, 'chen')
  const made = await chen.call(createToken, {
    name: 'reports',
    scopes: ['directory.read', 'directory.manage:department'],
  })
  assert.match(made.token, /^tnn_[\w-]{65}$/)
  const token = await voiceOf(as, { scheme: 'bearer', token: made.token })
  assert.deepEqual(Object.fromEntries(token.actor.scopes), {
    'directory.read': 'all',
    'directory.manage': 'department',
  })
  assert.equal((await token.call(getMe, {})).id, as.chen!.id)
  await token.refuses('parties.contact.list', {}, 'forbidden')

  const all = await voiceOf(as, {
    scheme: 'bearer',
    token: (await chen.call(createToken, { name: 'all', scopes: ['*'] })).token,
  })
  assert.deepEqual(all.actor.scopes, as.chen!.actor.scopes)

  const lacking = await chen.refuses(
    createToken,
    { name: 'too much', scopes: ['identity.roles'] },
    'forbidden',
  )
  assert.deepEqual(lacking.details, { scopes: ['identity.roles'] })
  await chen.refuses(createToken, { name: 'unknown', scopes: ['no.such'] }, 'invalid')
  await chen.refuses(
    createToken,
    { name: 'past', scopes: ['*'], expires_at: '2020-01-01T00:00:00Z' },
    'past',
  )
  await as.nobody.refuses(createToken, { name: 'x', scopes: ['*'] }, 'unauthenticated')
  await as.lin!.refuses(storeToken, { name: 'x', scopes: ['*'], hash, hint: '' }, 'notFound')
})

test('a token changes nothing about how its holder signs in, and makes no more than itself', async () => {
  await using as = await tenon()
  const { voice: lin } = await signIn(as, 'lin')
  const expires_at = new Date(Date.now() + 3_600_000).toISOString()
  const first = await lin.call(createToken, {
    name: 'first',
    scopes: ['directory.read', 'identity.roles'],
    expires_at,
  })
  const token = await voiceOf(as, { scheme: 'bearer', token: first.token })
  await token.refuses(
    changePassword,
    { present: 'x', password: 'copper kettle on the hill' },
    'needsSession',
  )
  await token.refuses(revokeSession, { others: true }, 'needsSession')
  await token.refuses(createToken, { name: 'more', scopes: ['identity.invite'] }, 'forbidden')
  const second = await token.call(createToken, { name: 'child', scopes: ['*'] })
  const child = await voiceOf(as, { scheme: 'bearer', token: second.token })
  assert.deepEqual([...child.actor.scopes.keys()].sort(), ['directory.read', 'identity.roles'])
  const { items } = await lin.call(listTokens, {})
  assert.equal(
    items.find(({ id }) => id === second.id)!.expires_at,
    items.find(({ id }) => id === first.id)!.expires_at,
  )
  using told = revocations(as)
  assert.deepEqual(await lin.call(revokeToken, { token: first.id }), { revoked: 2 })
  assert.deepEqual(
    told.told.map((who) => (who as { session: string }).session).sort(),
    [first.id, second.id].sort(),
  )
  for (const { token: text } of [first, second])
    assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: text }), undefined)
})

test('one sees and revokes one’s own tokens; with the right, everybody’s', async () => {
  await using as = await tenon()
  const { voice: chen } = await signIn(as, 'chen')
  const made = await chen.call(createToken, { name: 'mine', scopes: ['*'] })
  const { items } = await chen.call(listTokens, {})
  assert.deepEqual(
    items.map(({ name, hint }) => [name, hint]),
    [['mine', made.token.slice(-4)]],
  )
  assert.ok(!JSON.stringify(items).includes(made.token))
  assert.equal((await as.stranger!.call(listTokens, { all: true })).items.length, 0)
  await as.stranger!.refuses(revokeToken, { token: made.id }, 'notFound')
  await as.outsider!.refuses(revokeToken, { token: made.id }, 'notFound')
  assert.equal((await as.lin!.call(listTokens, { all: true })).items.length, 1)
  await as.lin!.call(revokeToken, { token: made.id })
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: made.token }), undefined)
})

test('an external contact acts under his own name, without an account, until he is removed', async () => {
  await using as = await tenon()
  const { id: contact } = (await as.lin!.call('parties.contact.create', {
    name: '周师傅',
    keeper: as.wang!.id,
  })) as { id: string }
  const wanted = { name: 'link', contact, scopes: ['parties.use:self'] }
  await as.wang!.refuses(createToken, wanted, 'forbidden')
  await as.outsider!.refuses(createToken, wanted, 'notFound')
  const { token } = await as.lin!.call(createToken, wanted)
  const voice = await voiceOf(as, { scheme: 'bearer', token })
  assert.deepEqual([voice.actor.kind, voice.actor.id], ['contact', contact])
  await voice.refuses('directory.person.list', {}, 'forbidden')
  const seen = (await voice.call('parties.contact.list', {})) as { items: unknown[] }
  assert.deepEqual(seen.items, [])
  await as.lin!.call('parties.contact.delete', { contact })
  as.kernel.revoked({ id: contact })
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token }), undefined)
})

test('apps and devices have tokens of their own, made by whoever may', async () => {
  await using as = await tenon()
  const app = (await as.lin!.call('parties.app.create', {
    name: 'Stock robot',
    status: 'active',
  })) as { id: string }
  const { id: device } = (await as.lin!.call('devices.device.create', {
    name: 'Clock',
    kind: as.world.ids['devices.kind.clock'],
  })) as { id: string }
  await as.chen!.refuses(
    createToken,
    { name: 'x', app: app.id, scopes: ['directory.read'] },
    'forbidden',
  )
  await as.lin!.refuses(createToken, { name: 'x', app: app.id, scopes: ['*'] }, 'invalid')
  await as.outsider!.refuses(
    createToken,
    { name: 'x', app: app.id, scopes: ['directory.read'] },
    'notFound',
  )
  for (const [kind, holder, ending, how] of [
    ['app', app.id, 'parties.app.update', { status: 'disabled' }],
    ['device', device, 'devices.device.revoke', {}],
  ] as const) {
    const { token } = await as.lin!.call(createToken, {
      name: kind,
      [kind]: holder,
      scopes: ['directory.read:subtree'],
    })
    const voice = await voiceOf(as, { scheme: 'bearer', token })
    assert.deepEqual(
      [voice.actor.kind, voice.actor.id, [...voice.actor.scopes]],
      [kind, holder, [['directory.read', 'subtree']]],
    )
    await as.lin!.call(ending, { [kind]: holder, ...how })
    as.kernel.revoked({ id: holder })
    assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token }), undefined)
  }
})

test('a token opens its own organisation and no other, however it is altered', async () => {
  await using as = await tenon()
  const { voice: chen } = await signIn(as, 'chen')
  const { token } = await chen.call(createToken, { name: 'mine', scopes: ['*'] })
  const jiangnan = as.world.orgs['jiangnan']!
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token, org: jiangnan }), undefined)
  assert.equal(
    await as.kernel.authenticate({ scheme: 'bearer', token, person: as.lin!.id }),
    undefined,
  )
  const theirs = `tnn_${Buffer.from(jiangnan.replaceAll('-', ''), 'hex').toString('base64url')}${token.slice(26)}`
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: theirs }), undefined)
  for (const odd of [
    '',
    'tnn_',
    `${token}x`,
    token.slice(0, -1),
    token.toUpperCase(),
    'x'.repeat(10_000),
    "tnn_' OR 1=1",
  ])
    assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token: odd }), undefined)
  for (const scheme of ['session'] as const)
    assert.equal(await as.kernel.authenticate({ scheme, token }), undefined)
  assert.equal(
    (
      await as.kernel.authenticate({
        scheme: 'bearer',
        token,
        org: chen.actor.org,
        person: chen.id,
      })
    )?.id,
    chen.id,
  )
})

test('the list of rights says what one holds oneself', async () => {
  await using as = await tenon()
  const { items } = await as.chen!.call(listScopes, { search: 'directory.manage' })
  assert.deepEqual(
    items.map(({ id, held, built_in }) => [id, held, built_in]),
    [['directory.manage', 'subtree', ['owner', 'admin']]],
  )
  await as.chen!.refuses(listRoles, {}, 'forbidden')
})
