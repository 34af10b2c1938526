import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Jar, type Said } from '../oidc/testing/stand.ts'
import { removeLink, rotateLink } from './index.ts'
import { keepLinkClient } from './actions/link.client.ts'
import { showLinkState } from './actions/link.state.ts'
import { install, openHouse, type House } from './testing/house.ts'
import { oddManifest, startOdd, type OddVendor } from './testing/odd-vendor.ts'

/** A vendor's page signed in by OpenID Connect, played without a browser: the page's part and our page's part. */
let house: House
let odd: OddVendor
let link: string
before(async () => {
  ;[house, odd] = await Promise.all([openHouse(), startOdd()])
  ;({ link } = await install(house.as.lin, odd.url))
})
after(async () => {
  await odd[Symbol.asyncDispose]()
  await house.close()
})

const jars = new Map<string, Jar>()
async function jarOf(key: string): Promise<Jar> {
  const known = jars.get(key) ?? new Jar(house.url)
  if (!jars.has(key)) await known.signIn(house.as, key)
  jars.set(key, known)
  return known
}
async function toVendor(body: object, from = 'same-origin') {
  const answer = await fetch(`${odd.url}/tenon/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': from },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Said }
}
/** What our page asks for the page in the frame. */
async function asked(jar: Jar, uri: string): Promise<URL> {
  const { client } = await house.as.lin.call(showLinkState, { module: 'ext_odd' })
  const query = new URLSearchParams({ client_id: client!, request_uri: uri })
  return new URL((await jar.get(`/oidc/auth?${query}`))['to'], house.url)
}
async function signIn(key: string): Promise<{ session: string; answer: URL; state: string }> {
  const begun = (await toVendor({ installation: link })).body
  const answer = await asked(await jarOf(key), begun['request_uri'])
  const finished = await toVendor({ state: begun['state'], answer: answer.href })
  return { session: finished.body['session'], answer, state: begun['state'] }
}
async function who(session: string): Promise<Said | undefined> {
  const headers = { authorization: `Bearer ${session}` }
  const answer = await fetch(`${odd.url}/who`, { headers })
  return answer.ok ? ((await answer.json()) as Said) : undefined
}
async function untilOver(session: string): Promise<number> {
  const since = performance.now()
  while ((await who(session)) && performance.now() - since < 10_000)
    await new Promise((done) => setTimeout(done, 5))
  return performance.now() - since
}

test('signed in without a password, by the name that the vendor knows him by, and nothing more of him', async () => {
  const { session } = await signIn('wang')
  const state = await (await house.as.person('wang')).call(showLinkState, { module: 'ext_odd' })
  const found = await who(session)
  assert.deepEqual(found!['actor'], { id: state.me.id, kind: 'person' })
  assert.notEqual(state.me.id, house.as.wang.id)
  assert.equal(found!['installation'], link)
})

test('an answer counts once, for who began, from our own page, and from our issuer', async () => {
  const { answer, state } = await signIn('wang')
  assert.equal((await toVendor({ state, answer: answer.href })).status, 403)
  const begun = (await toVendor({ installation: link })).body
  const mine = await asked(await jarOf('wang'), begun['request_uri'])
  const elsewhere = new URL(mine)
  elsewhere.searchParams.set('iss', 'https://evil.example')
  assert.equal((await toVendor({ state: begun['state'], answer: elsewhere.href })).status, 403)
  const [first, second] = await Promise.all([
    toVendor({ installation: link }),
    toVendor({ installation: link }),
  ])
  const swapped = await asked(await jarOf('wang'), first.body['request_uri'])
  assert.equal((await toVendor({ state: second.body['state'], answer: swapped.href })).status, 403)
  assert.equal((await toVendor({ installation: link }, 'cross-site')).status, 403)
  assert.equal((await toVendor({ installation: 'no such thing' })).status, 403)
})

test('nobody signed in, or signed in elsewhere: no code', async () => {
  const begun = (await toVendor({ installation: link })).body
  const answer = await asked(new Jar(house.url), begun['request_uri'])
  assert.equal(answer.searchParams.get('error'), 'login_required')
  const finished = await toVendor({ state: begun['state'], answer: answer.href })
  assert.match(finished.body['detail'], /login_required/)
})

test('who signs out of Tenon is signed out there; so is who leaves, within a second', async () => {
  const jar = new Jar(house.url)
  await jar.signIn(house.as, 'zhao')
  jars.set('zhao', jar)
  const { session } = await signIn('zhao')
  assert.ok(await who(session))
  await jar.post('/api/identity.session.end', {})
  assert.ok((await untilOver(session)) < 1000)
  const leaver = await signIn('ma')
  const stays = await signIn('wang')
  await house.as.lin.call('directory.person.leave', { person: (await house.as.person('ma')).id })
  const took = await untilOver(leaver.session)
  assert.ok(took < 1000, `${took.toFixed(0)} ms`)
  assert.ok(await who(stays.session))
})

test('with the right to know people it learns who he is; without the right to its pages nobody signs in', async () => {
  const everybody = oddManifest.scopes['use']!
  odd.manifest = {
    ...oddManifest,
    version: 2,
    asks: [{ scope: 'directory.read', why: { en: 'Names' } }],
  }
  await install(house.as.lin, odd.url)
  const wang = await house.as.person('wang')
  assert.deepEqual((await who((await signIn('wang')).session))!['actor'], {
    id: wang.id,
    kind: 'person',
    name: wang.actor.name,
  })
  odd.manifest = { ...oddManifest, version: 3, scopes: { use: { ...everybody, roles: [] } } }
  await install(house.as.lin, odd.url)
  const begun = (await toVendor({ installation: link })).body
  const answer = await asked(await jarOf('wang'), begun['request_uri'])
  assert.equal(answer.searchParams.get('error'), 'access_denied')
  odd.manifest = { ...oddManifest, version: 4 }
  await install(house.as.lin, odd.url)
  assert.notEqual((await who((await signIn('wang')).session))!['actor'].id, wang.id)
})

test('its secret is changed with the other; nothing is left when it is removed', async () => {
  const former = odd.installed.at(-1)!.signIn!
  await house.as.lin.call(rotateLink, { link })
  const now = odd.installed.at(-1)!.signIn!
  assert.notEqual(now.client_secret, former.client_secret)
  const push = (at: typeof now) =>
    fetch(`${house.url}/oidc/request`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: at.client_id,
        client_secret: at.client_secret,
        response_type: 'code',
        redirect_uri: at.redirect_uri,
        scope: at.scope,
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }).toString(),
    })
  assert.equal((await push(former)).status, 401)
  assert.equal((await push(now)).status, 201)
  // Nothing but a pushed question, to nowhere else, and for no more than was agreed to.
  assert.equal((await push({ ...now, redirect_uri: 'https://evil.example/' })).status, 400)
  assert.equal((await push({ ...now, scope: 'openid email' })).status, 400)
  const { session } = await signIn('wang')
  await house.as.wang.refuses(keepLinkClient.id, {}, 'notFound')
  await house.as.lin.call(removeLink, { link })
  assert.ok((await untilOver(session)) < 2000)
  assert.equal((await push(now)).status, 401)
})
