import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oidc from 'openid-client'
import {
  CALLBACK,
  agree,
  begin,
  openStand,
  redeem,
  signInTo,
  type App,
  type Stand,
} from './testing/stand.ts'

/** Named after the modules of OpenID’s conformance plans where there is one: a person can run those, this machine cannot. */
let stand: Stand
let app: App
before(async () => {
  stand = await openStand()
  app = await stand.register({ logout_uris: ['http://127.0.0.1:9/bye'] })
})
after(() => stand[Symbol.asyncDispose]())

const atRp = (at: URL) => Object.fromEntries(at.searchParams)
const refusedWith = (code: string) => (error: { error?: string }) => error.error === code

test('oidcc-discovery-endpoint-verification: one document under both names, without others’ rights', async () => {
  for (const name of ['openid-configuration', 'oauth-authorization-server']) {
    const answer = await fetch(`${stand.base}/.well-known/${name}`)
    assert.equal(answer.status, 200)
    const found = (await answer.json()) as Record<string, unknown>
    assert.equal(found['issuer'], stand.base)
    assert.equal(found['token_endpoint'], `${stand.base}/oidc/token`)
    assert.deepEqual(found['code_challenge_methods_supported'], ['S256'])
    assert.deepEqual(found['response_types_supported'], ['code'])
    assert.equal(found['backchannel_logout_supported'], true)
    assert.ok(!JSON.stringify(found['scopes_supported']).includes('.'))
  }
})

test('oidcc-prompt-none-not-logged-in, oidcc-prompt-none-logged-in', async () => {
  const nobody = await begin(app, { prompt: 'none' })
  assert.equal(atRp(await agree(stand.browser(), nobody.url))['error'], 'login_required')
  const jar = await stand.signedIn('zhao')
  const before = await begin(app, { prompt: 'none' })
  assert.equal(atRp(await agree(jar, before.url))['error'], 'consent_required')
  await signInTo(app, jar)
  const after = await begin(app, { prompt: 'none' })
  const { at } = await jar.follow(after.url)
  const tokens = await redeem(app, at, after)
  assert.equal(tokens.claims()!.sub, stand.as.zhao.id)
  assert.equal(atRp(at)['iss'], stand.base)
})

test('pushed requests, and an app that asks by them only', async () => {
  const pushing = await stand.register({ name: 'Pushing', pushed_only: true })
  const jar = await stand.signedIn('zhao')
  const plain = await begin(pushing)
  assert.equal(atRp(await agree(jar, plain.url))['error'], 'invalid_request')
  const sign = await begin(pushing)
  const params = Object.fromEntries(sign.url.searchParams)
  const url = await oidc.buildAuthorizationUrlWithPAR(pushing.config, params)
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
  const tokens = await redeem(pushing, await agree(jar, url), sign)
  assert.equal(tokens.claims()!.sub, stand.as.zhao.id)
})

test('oidcc-prompt-consent refused: the app is told, and holds nothing', async () => {
  const jar = await stand.signedIn('wang')
  const sign = await begin(app)
  assert.equal(atRp(await agree(jar, sign.url, { do: 'refuse' }))['error'], 'access_denied')
  const again = await begin(app, { prompt: 'none' })
  assert.equal(atRp(await agree(jar, again.url))['error'], 'consent_required')
})

test('oidcc-ensure-registered-redirect-uri: another address is never gone to', async () => {
  const jar = await stand.signedIn('zhao')
  for (const redirect of [
    'http://127.0.0.1:9/cb/',
    'http://127.0.0.1:9/cb?x=1',
    'http://127.0.0.1:10/cb',
    'http://127.0.0.1:9@evil.example/cb',
    'https://evil.example/cb',
  ]) {
    const { at, response } = await jar.follow((await begin(app, { redirect_uri: redirect })).url)
    assert.equal(at.origin, stand.base, redirect)
    assert.equal(response?.status, 400, redirect)
  }
})

test('oidcc-response-type-missing, implicit and hybrid are not offered', async () => {
  const jar = await stand.signedIn('zhao')
  const { url } = await begin(app)
  url.searchParams.delete('response_type')
  assert.equal(atRp(await agree(jar, url))['error'], 'invalid_request')
  for (const type of ['token', 'id_token', 'code id_token', 'none']) {
    const other = await begin(app, { response_type: type })
    const at = await agree(jar, other.url)
    const told = new URLSearchParams(at.hash.slice(1)).get('error') ?? atRp(at)['error']
    assert.ok(
      ['unsupported_response_type', 'unauthorized_client', 'invalid_request'].includes(told ?? ''),
      `${type}: ${told}`,
    )
  }
})

test('PKCE: missing, plain or wrong is refused', async () => {
  const jar = await stand.signedIn('zhao')
  await signInTo(app, jar)
  const without = (await begin(app)).url
  without.searchParams.delete('code_challenge')
  without.searchParams.delete('code_challenge_method')
  assert.equal(atRp(await agree(jar, without))['error'], 'invalid_request')
  const plain = await begin(app, { code_challenge_method: 'plain' })
  assert.equal(atRp(await agree(jar, plain.url))['error'], 'invalid_request')
  const sign = await begin(app)
  const at = await agree(jar, sign.url)
  const other = { ...sign, verifier: oidc.randomPKCECodeVerifier() }
  await assert.rejects(redeem(app, at, other), refusedWith('invalid_grant'))
})

test('oidcc-codereuse: a code used twice ends what it gave', async () => {
  const jar = await stand.signedIn('zhao')
  const sign = await begin(app)
  const at = await agree(jar, sign.url)
  const tokens = await redeem(app, at, sign)
  assert.equal((await oidc.tokenIntrospection(app.config, tokens.access_token)).active, true)
  await assert.rejects(redeem(app, at, sign), refusedWith('invalid_grant'))
  assert.equal((await oidc.tokenIntrospection(app.config, tokens.access_token)).active, false)
  await assert.rejects(oidc.refreshTokenGrant(app.config, tokens.refresh_token!))
})

test('of ten who come with one code at once, at most one gets tokens', async () => {
  const jar = await stand.signedIn('zhao')
  const sign = await begin(app)
  const at = await agree(jar, sign.url)
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => redeem(app, at, sign)))
  assert.ok(all.filter(({ status }) => status === 'fulfilled').length <= 1)
})

test('of ten who come with one refresh token at once, at most one gets tokens; all the others end them', async () => {
  const jar = await stand.signedIn('zhao')
  const { refresh_token: token } = await signInTo(app, jar)
  const all = await Promise.allSettled(
    Array.from({ length: 10 }, () => oidc.refreshTokenGrant(app.config, token!)),
  )
  const made = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  assert.ok(made.length <= 1)
  for (const { access_token: access, refresh_token: next } of made) {
    assert.deepEqual(await oidc.tokenIntrospection(app.config, access), { active: false })
    await assert.rejects(oidc.refreshTokenGrant(app.config, next!), refusedWith('invalid_grant'))
  }
})

test('oidcc-refresh-token: each is used once; an old one ends all of them', async () => {
  const jar = await stand.signedIn('zhao')
  const first = await signInTo(app, jar)
  const second = await oidc.refreshTokenGrant(app.config, first.refresh_token!)
  assert.notEqual(second.refresh_token, first.refresh_token)
  const info = await oidc.fetchUserInfo(app.config, second.access_token, stand.as.zhao.id)
  assert.equal(info.sub, stand.as.zhao.id)
  await assert.rejects(
    oidc.refreshTokenGrant(app.config, first.refresh_token!),
    refusedWith('invalid_grant'),
  )
  await assert.rejects(
    oidc.refreshTokenGrant(app.config, second.refresh_token!),
    refusedWith('invalid_grant'),
  )
  assert.equal((await oidc.tokenIntrospection(app.config, second.access_token)).active, false)
})

test('oidcc-max-age-1, oidcc-prompt-login: proved anew, and the app’s sign-in goes on', async () => {
  const jar = await stand.signedIn('zhao')
  const first = await signInTo(app, jar)
  const sign = await begin(app, { prompt: 'login' })
  const { at } = await jar.follow(sign.url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  assert.deepEqual((await jar.get(path))['need'], 'sign-in')
  await jar.signIn(stand.as, 'zhao')
  assert.equal((await jar.get(path))['need'], 'nothing')
  const { body } = await jar.post(path, { do: 'go-on' })
  const back = await agree(jar, new URL(body['to']))
  const tokens = await redeem(app, back, sign)
  assert.ok(tokens.claims()!.auth_time! >= first.claims()!.iat)
  // The former session ended by it; the sign-in to the app did not.
  assert.equal((await oidc.tokenIntrospection(app.config, first.access_token)).active, true)
  const aged = await begin(app, { max_age: '10000' })
  assert.ok((await redeem(app, await agree(jar, aged.url), aged)).claims()!.auth_time)
})

test('oidcc-ensure-request-with-acr-values-succeeds: a second factor is asked for once and its absence told', async () => {
  const jar = await stand.signedIn('zhao')
  await signInTo(app, jar)
  const sign = await begin(app, { acr_values: 'urn:tenon:acr:2' })
  const { at } = await jar.follow(sign.url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  assert.equal((await jar.get(path))['need'], 'sign-in')
  await jar.signIn(stand.as, 'zhao')
  const { body } = await jar.post(path, { do: 'go-on' })
  const tokens = await redeem(app, await agree(jar, new URL(body['to'])), sign)
  assert.equal(tokens.claims()!['acr'], 'urn:tenon:acr:1')
})

test('oidcc-id-token-hint and another person: nobody is passed off as somebody else', async () => {
  const mine = await signInTo(app, await stand.signedIn('zhao'))
  const other = await stand.signedIn('wang')
  const sign = await begin(app, { prompt: 'none', id_token_hint: mine.id_token! })
  assert.equal(atRp(await agree(other, sign.url))['error'], 'login_required')
})

test('oidcc-userinfo-get, -post-header, -post-body; never by the address', async () => {
  const { access_token: token } = await signInTo(app, await stand.signedIn('zhao'), {
    scope: 'openid email phone',
  })
  const url = `${stand.base}/oidc/me`
  const authorization = `Bearer ${token}`
  const ways: [string, RequestInit][] = [
    [url, { headers: { authorization } }],
    [url, { method: 'POST', headers: { authorization } }],
    [url, { method: 'POST', body: new URLSearchParams({ access_token: token }) }],
  ]
  for (const [to, init] of ways) {
    const answer = await fetch(to, init)
    assert.equal(answer.status, 200)
    const claims = (await answer.json()) as Record<string, unknown>
    assert.equal(claims['sub'], stand.as.zhao.id)
    assert.equal(typeof claims['email'], 'string')
    assert.equal(claims['name'], undefined)
  }
  assert.equal((await fetch(`${url}?access_token=${token}`)).status, 400)
  assert.equal((await fetch(url, { headers: { authorization: 'Bearer nothing' } })).status, 401)
})

test('oidcc-unsigned-request-object, request_uri of others: not taken', async () => {
  const jar = await stand.signedIn('zhao')
  const object = await begin(app, { request: 'eyJhbGciOiJub25lIn0.e30.' })
  assert.equal(atRp(await agree(jar, object.url))['error'], 'request_not_supported')
  const foreign = await begin(app, { request_uri: 'https://evil.example/request' })
  const told = (await agree(jar, foreign.url)).searchParams.get('error')
  assert.ok(
    told === null || told === 'invalid_request_uri' || told === 'request_uri_not_supported',
    `${told}`,
  )
})

test('a question waits in the browser that brought it, and nowhere else', async () => {
  const attacker = stand.browser()
  const { at } = await attacker.follow((await begin(app)).url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  const victim = await stand.signedIn('zhao')
  assert.equal((await victim.get(path))['code'], 'notFound')
  assert.equal((await victim.post(path, { do: 'allow' })).status, 404)
  // Nor may a page of another site answer for him.
  const held = await stand.signedIn('bo')
  const asked = await held.follow((await begin(app)).url)
  const own = asked.at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  const foreign = await held.fetch(own, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example', 'x-tenon': '1' },
    body: JSON.stringify({ do: 'allow' }),
  })
  assert.equal(foreign.status, 403)
})

test('who knows the name of a session has nothing of it', async () => {
  const jar = await stand.signedIn('zhao')
  await signInTo(app, jar)
  assert.ok(![...jar.cookies.keys()].includes('tenon_oidc'))
  const [row] = await stand.as.owner(async (client) => {
    const { rows } = await client.query<{ uid: string }>(
      "SELECT payload ->> 'uid' AS uid FROM oidc.artifact WHERE model = 'Session' AND person = $1 LIMIT 1",
      [stand.as.zhao.id],
    )
    return rows
  })
  assert.match(row!.uid, /^t\./)
  const thief = stand.browser()
  thief.cookies.set('tenon_oidc', { value: row!.uid, path: '/' })
  const sign = await begin(app, { prompt: 'none' })
  assert.equal(atRp(await agree(thief, sign.url))['error'], 'login_required')
})

test('what is stored opens nothing', async () => {
  const tokens = await signInTo(app, await stand.signedIn('zhao'))
  const all = await stand.as.owner(async (client) => {
    const { rows } = await client.query<{ text: string }>(
      'SELECT a::text AS text FROM oidc.artifact a UNION ALL SELECT c::text FROM oidc.client c',
    )
    return rows.map(({ text }) => text).join('\n')
  })
  for (const secret of [tokens.access_token, tokens.refresh_token!, app.secret!])
    assert.ok(!all.includes(secret))
})

test('an app of another organisation signs in nobody of ours, unless it is for anyone', async () => {
  const jar = await stand.signedIn('outsider')
  const { at } = await jar.follow((await begin(app)).url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  assert.equal((await jar.get(path))['need'], 'stranger')
  const open = await stand.register({ name: 'For all', anyone: true })
  const tokens = await signInTo(open, jar, { scope: 'openid org' })
  assert.equal(tokens.claims()!.sub, stand.as.outsider.id)
  const info = await oidc.fetchUserInfo(open.config, tokens.access_token, stand.as.outsider.id)
  assert.equal(info['org'], stand.as.outsider.actor.org)
})

test('a bearer is the person as far as the app’s rights reach, and no further', async () => {
  const reader = await stand.register({ name: 'Reader', scopes: ['directory.read'] })
  const call = (token: string, action: string, input: unknown = {}) =>
    fetch(`${stand.base}/api/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
  const jar = await stand.signedIn('lin')
  const { access_token: some } = await signInTo(reader, jar, { scope: 'openid directory.read' })
  assert.equal((await call(some, 'directory.person.list')).status, 200)
  assert.equal((await call(some, 'directory.department.create', { name: 'X' })).status, 403)
  assert.equal(
    (await call(some, 'identity.password.change', { password: 'x', next: 'y' })).status >= 400,
    true,
  )
  const { access_token: none } = await signInTo(reader, jar, { scope: 'openid' })
  assert.equal((await call(none, 'directory.person.list')).status, 403)
  await assert.rejects(
    stand.register({ scopes: ['nothing.there'] }),
    (error: { code?: string }) => error.code === 'notYours',
  )
})

test('client credentials: the app itself, as far as it was given rights', async () => {
  const service = await stand.register({
    name: 'Nightly',
    kind: 'service',
    redirect_uris: [],
    scopes: ['directory.read'],
  })
  const tokens = await oidc.clientCredentialsGrant(service.config, { scope: 'directory.read' })
  const headers = { authorization: `Bearer ${tokens.access_token}` }
  const people = await fetch(`${stand.base}/api/directory.person.list`, { headers })
  assert.equal(people.status, 200)
  await assert.rejects(
    oidc.clientCredentialsGrant(service.config, { scope: 'directory.manage' }),
    refusedWith('invalid_scope'),
  )
  await oidc.tokenRevocation(service.config, tokens.access_token)
  assert.equal((await fetch(`${stand.base}/api/directory.person.list`, { headers })).status, 401)
  // Nobody learns of another's tokens.
  const mine = await signInTo(app, await stand.signedIn('zhao'))
  const asked = await oidc.tokenIntrospection(service.config, mine.access_token)
  assert.deepEqual(asked, { active: false })
})

test('a wrong secret, and an app that does not exist, are refused alike', async () => {
  for (const [id, secret] of [
    [app.clientId, 'wrong'],
    ['A'.repeat(44), 'wrong'],
  ] as const) {
    const answer = await fetch(`${stand.base}/oidc/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    })
    assert.equal(answer.status, 401)
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_client')
  }
})

test('inside our frame: the code comes to our own page, which hands it on', async () => {
  const jar = await stand.signedIn('zhao')
  await signInTo(app, jar)
  const sign = await begin(app, { prompt: 'none' })
  const answer = await jar.get(`${sign.url.pathname}${sign.url.search}`)
  const to = new URL(answer['to'])
  assert.equal(to.origin, new URL(CALLBACK).origin)
  assert.equal((await redeem(app, to, sign)).claims()!.sub, stand.as.zhao.id)
})

test('keys are changed by the operator, and what the former ones signed still holds', async () => {
  const tokens = await signInTo(app, await stand.signedIn('zhao'))
  const kids = async () => {
    const answer = await fetch(`${stand.base}/oidc/jwks`)
    return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }
  const before = await kids()
  await stand.as.lin.refuses('oidc.key.rotate', {}, 'forbidden')
  await stand.as.operator.call('oidc.key.rotate', {})
  while ((await kids()).length === before.length) await new Promise((done) => setImmediate(done))
  assert.ok(before.every((kid) => JSON.stringify(tokens.id_token) && before.includes(kid)))
  const after = await kids()
  assert.ok(before.every((kid) => after.includes(kid)))
  const next = await signInTo(app, await stand.signedIn('zhao'))
  const kid = JSON.parse(Buffer.from(next.id_token!.split('.')[0]!, 'base64url').toString()).kid
  assert.ok(!before.includes(kid))
})
