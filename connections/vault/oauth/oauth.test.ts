import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { createHttp } from '#interface/http'
import { openEgress } from '#connections/egress'
import { installed, open, tenon, type Cast, type Voice } from '#kernel/testing'
import { faceOfAccount } from '../actions/account.face.ts'
import { createAccount } from '../actions/account.create.ts'
import { markAccount } from '../actions/account.mark.ts'
import { startAuthorization } from '../actions/authorization.start.ts'
import { takeAuthorization } from '../actions/authorization.take.ts'
import { setDependents } from '../actions/dependent.set.ts'
import { storeTokens } from '../actions/token.store.ts'
import { asker, askThere } from '../testing/asker.ts'
import { CLIENT, oauthServer, type OAuthServer } from '../testing/oauth-server.ts'

const egress = openEgress(['127.0.0.1'])
let as: Cast
let service: OAuthServer
let base: string
let app: Awaited<ReturnType<typeof createHttp>>
const cookies = new Map<string, string>()

before(async () => {
  as = await tenon([asker], { egress })
  service = await oauthServer()
  app = await createHttp(as.kernel, { port: 0 })
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
after(async () => {
  await app.close()
  await service[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})
beforeEach(() =>
  Object.assign(service.mood, { down: false, rotates: true, seconds: 3600, refuses: '' }),
)

/** A browser of somebody who is signed in. */
async function cookieOf(who: 'wang' | 'bo'): Promise<string> {
  const known = cookies.get(who)
  if (known) return known
  const { email } = (await as.lin.call('directory.person.get', { person: as[who].id })) as {
    email: string
  }
  const answer = await fetch(`${base}/api/identity.session.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Tenon': '1' },
    body: JSON.stringify({ login: email, password: as.world.ids['identity.password'] }),
  })
  const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
  cookies.set(who, cookie)
  return cookie
}
async function begin(account: string, who: 'wang' | 'bo' = 'wang'): Promise<string> {
  const answer = await fetch(`${base}/api/${startAuthorization.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Tenon': '1', cookie: await cookieOf(who) },
    body: JSON.stringify({ account }),
  })
  const { url, code } = (await answer.json()) as { url: string; code?: string }
  assert.equal(code, undefined)
  return url
}
/** Back from the service, to the door on which we really listen; answers where one is sent then. */
async function comeBack(to: URL, who: 'wang' | 'bo' | 'nobody' = 'wang'): Promise<string> {
  assert.equal(to.origin + to.pathname, `${as.kernel.publicUrl}/vault/callback`)
  const answer = await fetch(`${base}${to.pathname}${to.search}`, {
    redirect: 'manual',
    ...(who !== 'nobody' ? { headers: { cookie: await cookieOf(who) } } : {}),
  })
  assert.equal(answer.status, 303)
  return answer.headers.get('location')!.replace(as.kernel.publicUrl, '')
}
const make = (auth: 'oauth2_code' | 'oauth2_client') =>
  as.wang.call(createAccount, {
    title: 'Calendar of a customer',
    connector: 'http',
    auth,
    origins: [service.origin],
    parameters: {
      token_url: `${service.origin}/token`,
      scopes: 'read write',
      ...(auth === 'oauth2_code' ? { authorize_url: `${service.origin}/authorize` } : {}),
    },
    credential: CLIENT,
  })
async function connected(): Promise<string> {
  const { id } = await make('oauth2_code')
  assert.equal(
    await comeBack(await service.agree(await begin(id))),
    `/me/linked-accounts/${id}?connected`,
  )
  service.grants.length = 0
  return id
}
const ask = (account: string, who: Voice = as.wang) =>
  who.call(askThere, { account, url: `${service.origin}/api` })
const plant = (sql: string, account: string) => as.owner((client) => client.query(sql, [account]))
const expire = (account: string) =>
  plant('UPDATE vault.account SET expires_at = now() WHERE id = $1', account)
const seen = async (account: string) =>
  (await as.wang.call('vault.account.get', { account })) as { state: string; last_error?: string }

test('by a consent page: with PKCE, and only back into the session where it began', async () => {
  const { id, state } = await make('oauth2_code')
  assert.equal(state, 'exhausted')
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'reconnect')
  const url = new URL(await begin(id))
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
  assert.equal(url.searchParams.get('scope'), 'read write')
  const back = await service.agree(url.href)
  assert.equal(await comeBack(back, 'nobody'), '/me/linked-accounts?problem=unauthenticated')
  assert.equal(await comeBack(back, 'bo'), '/me/linked-accounts?problem=stale')
  const forged = new URL(back)
  forged.searchParams.set('state', 'guessed')
  assert.equal(await comeBack(forged), '/me/linked-accounts?problem=stale')
  assert.equal(await comeBack(back), `/me/linked-accounts/${id}?connected`)
  assert.equal(await comeBack(back), '/me/linked-accounts?problem=stale', 'once')
  assert.equal((await ask(id)).status, 200)
  assert.equal((await seen(id)).state, 'valid')
})

test('only its owner, signed in in a browser, may begin; a refusal there is told', async () => {
  const { id } = await make('oauth2_code')
  await as.wang.refuses(startAuthorization, { account: id }, 'needsSession')
  await as.lin.refuses(startAuthorization, { account: id }, 'notOwner')
  const back = new URL(await service.agree(await begin(id)))
  back.searchParams.delete('code')
  back.searchParams.set('error', 'access_denied')
  assert.equal(await comeBack(back), `/me/linked-accounts/${id}?problem=denied`)
  await as.wang.refuses(takeAuthorization, { state: 'x' }, 'notFound')
  await as.wang.refuses(storeTokens, { account: id, tokens: { access_token: 'mine' } }, 'notFound')
})

test('of all callers on all nodes one renews a token, and the others have it', async () => {
  const id = await connected()
  const { registry } = await installed()
  await using node = await open(
    (await import('#kernel/registry')).makeRegistry([...registry.modules.values(), asker.module]),
    as.config.app,
    { egress },
  )
  await expire(id)
  let go: (value?: unknown) => void = () => undefined
  service.mood.gate = new Promise((open) => (go = open))
  const there = (n: number) =>
    n % 2
      ? ask(id)
      : node.kernel.call(askThere, { account: id, url: `${service.origin}/api` }, as.wang.actor, {
          door: 'test',
        })
  const asking = Array.from({ length: 20 }, (_, n) => there(n))
  while (service.grants.length === 0) await new Promise(setImmediate)
  assert.equal((await seen(id)).state, 'refreshing')
  go()
  assert.deepEqual(new Set((await Promise.all(asking)).map(({ status }) => status)), new Set([200]))
  assert.deepEqual(service.grants, ['refresh_token'])
  assert.equal((await seen(id)).state, 'valid')
})

test('an answer without a refresh token leaves the old one', async () => {
  const id = await connected()
  service.mood.rotates = false
  for (let round = 0; round < 3; round++) {
    await expire(id)
    assert.equal((await ask(id)).status, 200)
  }
  assert.deepEqual(service.grants, ['refresh_token', 'refresh_token', 'refresh_token'])
})

test('who took longer than his lease changes nothing any more', async () => {
  const id = await connected()
  service.mood.rotates = false
  await expire(id)
  let go: (value?: unknown) => void = () => undefined
  service.mood.gate = new Promise((open) => (go = open))
  const zombie = ask(id)
  while (service.grants.length === 0) await new Promise(setImmediate)
  service.mood.gate = Promise.resolve()
  await plant(`UPDATE vault.account SET lease_until = now() - interval '1 s' WHERE id = $1`, id)
  const { registry } = await installed()
  await using node = await open(
    (await import('#kernel/registry')).makeRegistry([...registry.modules.values(), asker.module]),
    as.config.app,
    { egress },
  )
  const other = node.kernel.call(
    askThere,
    { account: id, url: `${service.origin}/api` },
    as.wang.actor,
    { door: 'test' },
  )
  assert.equal((await other).status, 200)
  const sealed = async () =>
    (
      await plant(
        `SELECT encode(sealed, 'hex') AS s FROM vault.secret WHERE field = 'tokens' AND account = $1`,
        id,
      )
    ).rows
  const now = await sealed()
  go()
  assert.equal((await zombie).status, 200)
  assert.deepEqual(await sealed(), now)
})

test('a token endpoint that is down is left alone for a while, and nobody is asked to help', async () => {
  const id = await connected()
  await expire(id)
  service.mood.down = true
  const refused = await as.wang.refuses(
    askThere,
    { account: id, url: service.origin },
    'unavailable',
  )
  assert.ok(Number(refused.details!['retry_after_s']) >= 1)
  const heard = service.grants.length
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'unavailable')
  assert.equal(service.grants.length, heard, 'not asked again at once')
  assert.equal((await seen(id)).state, 'failing')
  service.mood.down = false
  await plant('UPDATE vault.account SET next_try_at = NULL WHERE id = $1', id)
  assert.equal((await ask(id)).status, 200)
  assert.equal((await seen(id)).state, 'valid')
})

test('when only a person can help, its owner gets a card that names what has stopped', async () => {
  const id = await connected()
  await as.wang.call(
    setDependents,
    { kind: 'flow', ref: 'f1', title: 'Orders to the ledger', link: '/flows/f1', accounts: [id] },
    { door: 'module' },
  )
  await expire(id)
  service.mood.refuses = 'invalid_grant'
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'unavailable')
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'reconnect')
  assert.deepEqual(service.grants, ['refresh_token'])
  const { state, last_error } = await seen(id)
  assert.deepEqual([state, last_error], ['exhausted', 'The service says: invalid_grant.'])
  const { items } = (await as.wang.call('notify.notice.list', {
    where: { kind: 'vault.account.moved' },
  })) as {
    items: { body?: { en: string }; link: string; card: string }[]
  }
  const notice = items.find(({ link }) => link.endsWith(id))!
  assert.match(JSON.stringify(notice.body), /Orders to the ledger/)
  await as.kernel.idle()
  const card = (await as.wang.call('cards.card.get', { card: notice.card })) as {
    data: Record<string, unknown>
  }
  assert.deepEqual([card.data['broken'], card.data['stopped']], [true, 'Orders to the ledger'])
  await as.bo.refuses('cards.card.get', { card: notice.card }, 'notFound')
  await as.wang.refuses(faceOfAccount, { account: id }, 'notFound')
  await as.wang.refuses(markAccount, { account: id, state: 'valid' }, 'notFound')
  service.mood.refuses = ''
  assert.match(await comeBack(await service.agree(await begin(id))), /connected/)
  assert.equal((await ask(id)).status, 200)
  await as.kernel.idle()
  const fresh = (await as.wang.call('cards.card.get', { card: notice.card })) as {
    data: Record<string, unknown>
  }
  assert.equal(fresh.data['broken'], false)
})

test('an app of its own signs in without anybody, and anew when its token was ended early', async () => {
  const { id, state } = await make('oauth2_client')
  assert.equal(state, 'valid')
  service.grants.length = 0
  assert.equal((await ask(id)).status, 200)
  assert.equal((await ask(id)).status, 200)
  assert.deepEqual(service.grants, ['client_credentials'])
  service.endTokens()
  assert.equal((await ask(id)).status, 200)
  assert.deepEqual(service.grants, ['client_credentials', 'client_credentials'])
  service.mood.refuses = 'invalid_client'
  await expire(id)
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'unavailable')
  assert.equal((await seen(id)).state, 'exhausted')
})
