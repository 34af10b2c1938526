import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as oidc from 'openid-client'
import { OPERATOR_ORG, moduleActor } from '#kernel'
import { openStand, signInTo, begin, agree } from './testing/stand.ts'

const stand = await openStand()
after(() => stand[Symbol.asyncDispose]())
const { as } = stand
const zhao = as.zhao.id

test('what only the module itself runs is on no door', async () => {
  const client = 'A'.repeat(44)
  const inner: readonly [string, object][] = [
    ['oidc.client.store', { name: 'X', kind: 'web' }],
    ['oidc.client.keep', { made_by: 'x' }],
    ['oidc.client.store_secret', { client: zhao, secret_hash: 'x', secret_hint: 'x' }],
    ['oidc.sign_in.note', { client, name: 'X' }],
    ['oidc.logout.queue', { told: [] }],
    ['oidc.logout.send', { client, person: zhao, sid: 'x', uri: 'https://evil.example/' }],
    ['oidc.session.sweep', {}],
    ['oidc.token.drop', { client }],
    ['oidc.key.store', { sealed: 'x' }],
  ]
  for (const [action, input] of inner) {
    await as.lin.refuses(action, input, 'notFound')
    await as.operator.refuses(action, input, 'notFound')
  }
})

test('who may register, change, disable or remove an app', async () => {
  const { id } = await stand.register()
  const input = { name: 'X', kind: 'web', redirect_uris: ['https://x.example/cb'] }
  await as.zhao.refuses('oidc.client.register', input, 'forbidden')
  await as.stranger.refuses('oidc.client.register', input, 'forbidden')
  await as.outsider.refuses('oidc.client.update', { client: id, name: 'Y' }, 'notFound')
  for (const [action, more] of [
    ['oidc.client.update', { name: 'Y' }],
    ['oidc.client.renew_secret', {}],
    ['oidc.client.delete', {}],
    ['oidc.client.get', {}],
  ] as const)
    await as.zhao.refuses(action, { client: id, ...more }, 'forbidden')
  // The secret is a column and no field.
  const row = (await as.lin.call('oidc.client.get', { client: id })) as Record<string, unknown>
  assert.equal(row['secret_hash'], undefined)
  assert.equal((row['secret_hint'] as string).length, 4)
  await as.lin.call('oidc.client.update', { client: id, name: 'Renamed', logout_notice_uri: '' })
  await as.lin.call('oidc.client.delete', { client: id })
  await as.lin.refuses('oidc.client.get', { client: id }, 'notFound')
})

test('an address that cannot be used is refused when it is written, with the reason', async () => {
  const tries: readonly [string, string][] = [
    ['not an address', 'web'],
    ['https://x.example/cb#part', 'web'],
    ['https://*.example.com/cb', 'web'],
    ['https://user:word@x.example/cb', 'web'],
    ['javascript:alert(1)', 'web'],
    ['data:text/html,x', 'native'],
    ['com.example.app:/cb', 'web'],
    ['plain:/cb', 'native'],
  ]
  for (const [address, kind] of tries) {
    const input = { name: 'X', kind, redirect_uris: [address] }
    const error = await as.lin.refuses('oidc.client.register', input, 'wrong')
    assert.ok(error.details?.['why'], address)
  }
  await as.lin.refuses('oidc.client.register', { name: 'X', kind: 'web' }, 'noRedirect')
  const native = { name: 'N', kind: 'native', redirect_uris: ['com.example.app:/cb'] }
  const made = (await as.lin.call('oidc.client.register', native)) as { secret?: string }
  assert.equal(made.secret, undefined)
})

test('what an app asks for stands in plain words, as far as a right reaches', async () => {
  const { clientId: client } = await stand.register({ scopes: ['directory.read'] })
  const shown = (await as.zhao.call('oidc.consent.show', {
    client,
    scopes: ['openid', 'directory.read:department'],
  })) as { words: { en: string; zh: string }[]; may_allow_everyone: boolean }
  assert.equal(shown.words[1]!.en, 'See colleagues and departments (of your departments)')
  assert.equal(shown.words[1]!.zh, '查看同事和部门（仅限你的部门）')
  assert.equal(shown.may_allow_everyone, false)
})

test('a consent holds what the app may have at most, and only of one’s own organisation', async () => {
  const { clientId: client } = await stand.register({ scopes: ['directory.read'] })
  const scopes = ['openid', 'directory.read', 'directory.manage']
  await as.zhao.call('oidc.consent.give', { client, scopes })
  await as.zhao.refuses(
    'oidc.consent.give',
    { client, scopes, everyone: true },
    'administratorsOnly',
  )
  await as.outsider.refuses('oidc.consent.give', { client, scopes }, 'noClient')
  const { items } = (await as.zhao.call('oidc.consent.list', {})) as {
    items: { client: string; scopes: string[] }[]
  }
  const own = items.find((each) => each.client === client)!
  assert.deepEqual(own.scopes.toSorted(), ['directory.read', 'openid'])
  const others = (await as.bo.call('oidc.consent.list', {})) as { items: unknown[] }
  assert.deepEqual(others.items, [])
})

test('a sign-in that ran out by itself is cleared away, and what it held with it', async () => {
  const app = await stand.register()
  const jar = await stand.signedIn('chen')
  await signInTo(app, jar)
  const held = () =>
    as.owner(async (client) => {
      const { rows } = await client.query(
        'SELECT FROM oidc.artifact WHERE person = $1 AND session IS NOT NULL',
        [as.chen.id],
      )
      return rows.length
    })
  assert.ok((await held()) > 0)
  await as.owner((client) =>
    client.query(
      "UPDATE identity.session SET expires_at = now() - interval '1 s' WHERE account = $1",
      [as.chen.actor.account],
    ),
  )
  const us = moduleActor('oidc', OPERATOR_ORG, ['oidc.operate', 'oidc.use'])
  await as.kernel.call('oidc.session.sweep', {}, us, { door: 'module' })
  assert.equal(await held(), 0)
})

test('an account with two persons is asked as whom, and asked again only when it wants to be', async () => {
  const app = await stand.register({ name: 'For all', anyone: true })
  const jar = await stand.signedIn('zhao')
  // Zhao's account is made a member of the other organisation as well.
  const second = await as.owner(async (client) => {
    const { rows } = await client.query<{ org: string; id: string }>(
      "SELECT org, id FROM directory.person WHERE org = $1 AND id <> $2 AND status = 'active' LIMIT 1",
      [as.outsider.actor.org, as.outsider.id],
    )
    const { org, id } = rows[0] ?? { org: as.outsider.actor.org, id: as.outsider.id }
    await client.query('DELETE FROM parties.membership WHERE person = $1', [id])
    await client.query('UPDATE directory.person SET account = $1 WHERE org = $2 AND id = $3', [
      as.zhao.actor.account,
      org,
      id,
    ])
    await client.query(
      'INSERT INTO parties.membership (org, id, account, organisation, person) VALUES ($1, gen_random_uuid(), $2, $3, $4)',
      [OPERATOR_ORG, as.zhao.actor.account, org, id],
    )
    return id
  })
  const sign = await begin(app, { scope: 'openid org' })
  const { at } = await jar.follow(sign.url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  const asked = await jar.get(path)
  assert.equal(asked['need'], 'choose')
  assert.equal(asked['persons'].length, 2)
  assert.equal((await jar.post(path, { do: 'choose', person: as.bo.id })).status, 400)
  const { body } = await jar.post(path, { do: 'choose', person: second })
  await agree(jar, new URL(body['to']))
  const again = await begin(app, { scope: 'openid org', prompt: 'none' })
  assert.ok((await agree(jar, again.url)).searchParams.has('code'))
  const select = await begin(app, { scope: 'openid org', prompt: 'select_account' })
  const other = await jar.follow(select.url)
  const question = other.at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  assert.equal((await jar.get(question))['need'], 'choose')
  const chosen = await jar.post(question, { do: 'choose', person: zhao })
  const back = await agree(jar, new URL(chosen.body['to']))
  assert.ok(back.searchParams.has('code'), back.href)
})

test('RFC 7662: who does not prove himself learns nothing; of a good token, what it is', async () => {
  const app = await stand.register({ name: 'Asks' })
  const tokens = await signInTo(app, await stand.signedIn('zhao'))
  const ask = (form: Record<string, string>, basic?: string) =>
    fetch(`${stand.base}/oidc/token/introspection`, {
      method: 'POST',
      headers: basic ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } : {},
      body: new URLSearchParams(form),
    })
  const token = tokens.access_token
  const proven = `${app.clientId}:${app.secret}`
  for (const [form, basic, status] of [
    [{ token }, undefined, 401],
    [{ token }, `${app.clientId}:wrong`, 401],
    [{ token }, `${'A'.repeat(44)}:wrong`, 401],
    [{ token, client_id: app.clientId }, undefined, 401],
    [{ token, client_secret: app.secret! }, proven, 401],
    [{}, proven, 400],
  ] as const)
    assert.equal((await ask(form, basic)).status, status, JSON.stringify([form, basic]))
  const found = (await (await ask({ token }, proven)).json()) as Record<string, unknown>
  const names = 'active sub client_id exp iat iss scope token_type'
  assert.deepEqual(Object.keys(found).join(' '), names)
  assert.equal(found['sub'], zhao)
  const posted = await ask({ token, client_id: app.clientId, client_secret: app.secret! })
  assert.equal(((await posted.json()) as typeof found)['active'], true)
  const refresh = await ask({ token: tokens.refresh_token! }, proven)
  assert.equal(((await refresh.json()) as typeof found)['token_type'], undefined)
  await oidc.refreshTokenGrant(app.config, tokens.refresh_token!)
  const used = await ask({ token: tokens.refresh_token! }, proven)
  assert.deepEqual(await used.json(), { active: false })
})
