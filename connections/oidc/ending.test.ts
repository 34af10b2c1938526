import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import * as oidc from 'openid-client'
import { openEgress } from '#connections/egress'
import { installed, open } from '#kernel/testing'
import {
  begin,
  agree,
  openStand,
  signInTo,
  type App,
  type Jar,
  type Said,
} from './testing/stand.ts'

/** Invariant 19: who has left, or is no longer allowed, holds nothing more within one second, on every node. */
const SECOND = 1_000

const stand = await openStand()
const other = await open((await installed()).registry, stand.as.config.app, {
  publicUrl: stand.base,
  egress: openEgress(['127.0.0.1']),
})
after(async () => {
  await other[Symbol.asyncDispose]()
  await stand[Symbol.asyncDispose]()
})

/** A relying party that is told of sign-outs, and fails at first if it is to. */
async function listener({ failures = 0 } = {}) {
  const heard: Said[] = []
  let left = failures
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (left-- > 0) return void response.writeHead(503).end()
      const token = new URLSearchParams(body).get('logout_token')!
      void checked(token).then((claims) => heard.push(claims))
      response.writeHead(200).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/out`
  return {
    uri,
    heard,
    async waitFor(count: number): Promise<void> {
      while (heard.length < count) await new Promise((done) => setTimeout(done, 10))
    },
    async [Symbol.asyncDispose]() {
      await new Promise((done) => server.close(done))
    },
  }
}

async function checked(token: string): Promise<Record<string, unknown>> {
  const [head = '', body = '', signature = ''] = token.split('.')
  const { kid, typ } = JSON.parse(Buffer.from(head, 'base64url').toString())
  assert.equal(typ, 'logout+jwt')
  const answer = await fetch(`${stand.base}/oidc/jwks`)
  const { keys } = (await answer.json()) as { keys: { kid: string }[] }
  const key = createPublicKey({
    key: keys.find((each) => each.kid === kid)!,
    format: 'jwk',
  } as never)
  const right = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    key,
    Buffer.from(signature, 'base64url'),
  )
  assert.ok(right)
  return JSON.parse(Buffer.from(body, 'base64url').toString())
}

/** Until the token opens nothing at either node, and how long that took. */
async function untilDead(token: string): Promise<number> {
  const startedAt = performance.now()
  const alive = async () => {
    const here = await stand.as.kernel.authenticate({ scheme: 'bearer', token })
    const there = await other.kernel.authenticate({ scheme: 'bearer', token })
    return here !== undefined || there !== undefined
  }
  while (await alive()) {
    assert.ok(performance.now() - startedAt < 10_000, 'it never ends')
    await new Promise((done) => setTimeout(done, 5))
  }
  return performance.now() - startedAt
}

async function held(app: App, person: string, jar?: Jar) {
  const tokens = await signInTo(app, jar ?? (await stand.signedIn(person)), {
    scope: 'openid offline_access',
    prompt: 'consent',
  })
  for (const kernel of [stand.as.kernel, other.kernel])
    assert.ok(await kernel.authenticate({ scheme: 'bearer', token: tokens.access_token }))
  return tokens
}

async function isOver(app: App, tokens: { access_token: string; refresh_token?: string }) {
  assert.deepEqual(await oidc.tokenIntrospection(app.config, tokens.access_token), {
    active: false,
  })
  await assert.rejects(oidc.refreshTokenGrant(app.config, tokens.refresh_token!))
  await assert.rejects(oidc.fetchUserInfo(app.config, tokens.access_token, oidc.skipSubjectCheck))
}

test('a leaver loses everything within a second, on every node, and the app is told', async () => {
  await using told = await listener({ failures: 1 })
  const app = await stand.register({ name: 'Told', logout_notice_uri: told.uri })
  const tokens = await held(app, 'wang')
  const person = stand.as.wang.id
  await stand.as.lin.call('directory.person.leave', { person })
  const took = await untilDead(tokens.access_token)
  assert.ok(took < SECOND, `it took ${took.toFixed(0)} ms`)
  await isOver(app, tokens)
  // The first try failed; the job came again.
  await told.waitFor(1)
  const [claims] = told.heard
  assert.equal(claims!['sub'], person)
  assert.equal(claims!['aud'], app.clientId)
  assert.equal(claims!['iss'], stand.base)
  assert.equal(typeof claims!['sid'], 'string')
  assert.equal(claims!['nonce'], undefined)
  assert.deepEqual(claims!['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} })
})

test('signing out here ends what was bound to it, and not what was to go on', async () => {
  await using told = await listener()
  const app = await stand.register({ name: 'Bound', logout_notice_uri: told.uri })
  const jar = await stand.signedIn('zhao')
  const going = await held(app, 'zhao', jar)
  const bound = await signInTo(app, jar)
  await jar.post('/api/identity.session.end', {})
  assert.ok((await untilDead(bound.access_token)) < SECOND)
  await isOver(app, bound)
  const { active } = await oidc.tokenIntrospection(app.config, going.access_token)
  assert.equal(active, true)
  await told.waitFor(1)
  assert.equal(told.heard[0]!['sub'], stand.as.zhao.id)
  const silent = await begin(app, { prompt: 'none' })
  assert.equal((await agree(jar, silent.url)).searchParams.get('error'), 'login_required')
})

test('oidcc-backchannel-rp-initiated-logout: of the app alone, or of everything', async () => {
  await using told = await listener()
  const bye = 'http://127.0.0.1:9/bye'
  const app = await stand.register({ name: 'Leaving', logout_uris: [bye] })
  const neighbour = await stand.register({ name: 'Neighbour', logout_notice_uri: told.uri })
  const jar = await stand.signedIn('zhao')
  const tokens = await signInTo(app, jar)
  const there = await signInTo(neighbour, jar)
  const ask = async (uri = bye) => {
    const url = oidc.buildEndSessionUrl(app.config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: uri,
      state: 'kept',
    })
    return jar.follow(url)
  }
  const wrong = await ask('http://evil.example/')
  assert.equal(
    wrong.response?.status,
    400,
    'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri',
  )

  const { at } = await ask()
  assert.equal(at.pathname, '/open/oidc/sign-out')
  const alone = new URLSearchParams(at.hash.slice(1))
  assert.equal(alone.get('name'), 'Leaving')
  const stay = await jar.post('/oidc/session/end/confirm', `xsrf=${alone.get('xsrf')}`)
  assert.equal(stay.body['to'], `${bye}?state=kept`)
  await untilDead(tokens.access_token)
  const still = await oidc.tokenIntrospection(neighbour.config, there.access_token)
  assert.equal(still.active, true)

  const again = new URLSearchParams((await ask()).at.hash.slice(1))
  // Neither another site nor a form without our page’s word ends it.
  const forged = await jar.fetch('/oidc/session/end/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `xsrf=${again.get('xsrf')}&logout=yes`,
  })
  assert.equal(forged.status, 403)
  const all = await jar.post('/oidc/session/end/confirm', `xsrf=${again.get('xsrf')}&logout=yes`)
  assert.equal(all.body['to'], `${bye}?state=kept`)
  assert.ok((await untilDead(there.access_token)) < SECOND)
  await told.waitFor(1)
  assert.ok(!jar.cookies.has('tenon_session'))
  assert.equal((await jar.post('/api/identity.token.list', {})).status, 401)
})

test('oidcc-rp-initiated-logout when nobody is signed in any more: straight back', async () => {
  const app = await stand.register({ name: 'Late', logout_uris: ['http://127.0.0.1:9/bye'] })
  const tokens = await signInTo(app, await stand.signedIn('zhao'))
  const url = oidc.buildEndSessionUrl(app.config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
  })
  const jar = stand.browser()
  const { response } = await jar.follow(url)
  const page = await response!.text()
  const [, xsrf] = /name="xsrf" value="(\w+)"/.exec(page) ?? []
  assert.match(response!.headers.get('content-security-policy') ?? '', /script-src [^;]*'sha256-/)
  const answer = await jar.fetch('/oidc/session/end/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-tenon': '1' },
    body: `xsrf=${xsrf}&logout=yes`,
  })
  assert.equal(((await answer.json()) as { to: string }).to, 'http://127.0.0.1:9/bye')
})

test('a consent taken back, by the person or for everybody; an administrator may allow for all', async () => {
  await using told = await listener()
  const app = await stand.register({ name: 'Asking', logout_notice_uri: told.uri })
  const tokens = await held(app, 'zhao')
  const mine = (await stand.as.zhao.call('oidc.sign_in.list', {})) as {
    items: { id: string; client: string }[]
  }
  const row = mine.items.find(({ client }) => client === app.clientId)!
  await stand.as.bo.refuses('oidc.sign_in.end', { sign_in: row.id }, 'notFound')
  await stand.as.zhao.call('oidc.sign_in.end', { sign_in: row.id })
  assert.ok((await untilDead(tokens.access_token)) < SECOND)
  await isOver(app, tokens)
  await told.waitFor(1)

  const jar = await stand.signedIn('lin')
  await agree(jar, (await begin(app)).url, { do: 'allow', everyone: true })
  const chen = await stand.signedIn('chen')
  const silent = await begin(app, { prompt: 'none' })
  assert.ok((await agree(chen, silent.url)).searchParams.has('code'))
  const all = (await stand.as.lin.call('oidc.consent.list', {})) as {
    items: { id: string; client: string; person?: string }[]
  }
  const consent = all.items.find((each) => each.client === app.clientId && !each.person)!
  await stand.as.chen.refuses('oidc.consent.revoke', { consent: consent.id }, 'notFound')
  const again = await signInTo(app, chen)
  await stand.as.lin.call('oidc.consent.revoke', { consent: consent.id })
  assert.ok((await untilDead(again.access_token)) < SECOND)
  const asked = await begin(app, { prompt: 'none' })
  assert.equal((await agree(chen, asked.url)).searchParams.get('error'), 'consent_required')
})

test('where only administrators allow apps, a member is told so', async () => {
  await stand.as.lin.call('oidc.settings.update', { members_allow: false })
  const app = await stand.register({ name: 'Strict' })
  const jar = await stand.signedIn('zhao')
  const { at } = await jar.follow((await begin(app)).url)
  const path = at.pathname.replace('/open/oidc/', '/oidc/interaction/')
  assert.equal((await jar.get(path))['may_allow'], false)
  const { body } = await jar.post(path, { do: 'allow' })
  assert.equal(body['code'], 'administratorsOnly')
  await stand.as.lin.call('oidc.settings.update', { members_allow: true })
})

test('a disabled app: its people’s tokens and its own end, and it gets no new ones', async () => {
  await using told = await listener()
  const app = await stand.register({
    name: 'Ending',
    logout_notice_uri: told.uri,
    scopes: ['directory.read'],
  })
  const tokens = await held(app, 'chen')
  const own = await oidc.clientCredentialsGrant(app.config, { scope: 'directory.read' })
  await stand.as.lin.call('oidc.client.update', { client: app.id, status: 'disabled' })
  assert.ok((await untilDead(tokens.access_token)) < SECOND)
  assert.ok((await untilDead(own.access_token)) < SECOND)
  await told.waitFor(1)
  const jar = await stand.signedIn('chen')
  const { response } = await jar.follow((await begin(app)).url)
  assert.equal(response?.status, 400)
  await assert.rejects(oidc.clientCredentialsGrant(app.config, { scope: 'directory.read' }))
})

test('a right taken from an app is gone from the tokens that it has', async () => {
  const app = await stand.register({ name: 'Less', scopes: ['directory.read'] })
  const tokens = await signInTo(app, await stand.signedIn('chen'), {
    scope: 'openid directory.read',
  })
  const reads = async (kernel = stand.as.kernel) =>
    (await kernel.authenticate({ scheme: 'bearer', token: tokens.access_token }))?.scopes.has(
      'directory.read',
    )
  assert.equal(await reads(other.kernel), true)
  await stand.as.lin.call('oidc.client.update', { client: app.id, scopes: [] })
  const startedAt = performance.now()
  while ((await reads()) || (await reads(other.kernel)))
    await new Promise((done) => setTimeout(done, 5))
  assert.ok(performance.now() - startedAt < SECOND)
})

test('a new secret ends the former one', async () => {
  const app = await stand.register({ name: 'Renewed', scopes: ['directory.read'] })
  const { secret } = (await stand.as.lin.call('oidc.client.renew_secret', { client: app.id })) as {
    secret: string
  }
  await assert.rejects(oidc.clientCredentialsGrant(app.config, { scope: 'directory.read' }))
  const config = await oidc.discovery(
    new URL(stand.base),
    app.clientId,
    undefined,
    oidc.ClientSecretPost(secret),
    { execute: [oidc.allowInsecureRequests] },
  )
  assert.ok((await oidc.clientCredentialsGrant(config, { scope: 'directory.read' })).access_token)
})
