import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createHttp } from '../../interface/http/index.ts'
import { openSocket } from '../../interface/realtime/testing/socket.ts'
import { tenon, type Cast } from '#kernel/testing'
import { createToken } from './actions/token.create.ts'
import { revokeToken } from './actions/token.revoke.ts'
import { emailOf, passwordOf, signIn } from './testing.ts'

/** What the invariant allows between the end of a right and the end of what it opened. */
const WITHIN_MS = 1000

async function doorsOf(as: Cast) {
  const app = await createHttp(as.kernel, { port: 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    port,
    post: (action: string, input: object, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}/api/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tenon': '1', ...headers },
        body: JSON.stringify(input),
      }),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

test('over HTTP the session is a cookie that no script reads, and no answer holds it', async () => {
  await using as = await tenon()
  await using doors = await doorsOf(as)
  const input = { login: emailOf['chen']!, password: passwordOf(as) }
  const entered = await doors.post('identity.session.create', input)
  const [cookie = ''] = entered.headers.getSetCookie()
  assert.match(cookie, /^tenon_session=[\w-]{43};.*HttpOnly.*SameSite=Lax/)
  const body = (await entered.json()) as Record<string, unknown>
  assert.deepEqual([body['next'], body['session']], ['done', undefined])

  const session = { cookie: cookie.split(';', 1)[0]! }
  assert.equal((await doors.post('identity.session.list', {}, session)).status, 200)
  // Another site can send the cookie but not the header, and not our origin.
  assert.equal(
    (await doors.post('identity.session.list', {}, { ...session, 'x-tenon': '' })).status,
    403,
  )
  const foreign = { ...session, origin: 'https://evil.example' }
  assert.equal((await doors.post('identity.session.end', {}, foreign)).status, 403)
  // A second sign-in with the cookie ends the first session: none is ever taken over.
  const again = await doors.post('identity.session.create', input, session)
  assert.notEqual(again.headers.getSetCookie()[0], cookie)
  assert.equal((await doors.post('identity.session.list', {}, session)).status, 401)

  const fresh = { cookie: again.headers.getSetCookie()[0]!.split(';', 1)[0]! }
  const left = await doors.post('identity.session.end', {}, fresh)
  assert.match(left.headers.getSetCookie()[0]!, /^tenon_session=;/)
  assert.equal((await doors.post('identity.session.list', {}, fresh)).status, 401)
})

test('an idempotency key keeps no secret', async () => {
  await using as = await tenon()
  await using doors = await doorsOf(as)
  const { token: cookie } = await signIn(as, 'chen')
  const headers = { cookie: `tenon_session=${cookie}`, 'idempotency-key': 'same' }
  const made = await doors.post('identity.token.create', { name: 'x', scopes: ['*'] }, headers)
  const { token } = (await made.json()) as { token: string }
  const { rows } = await as.owner((client) =>
    client.query(`SELECT 1 FROM kernel.once o WHERE o::text LIKE $1`, [`%${token.slice(30)}%`]),
  )
  assert.equal(rows.length, 0)
})

test('open sockets end within a second of signing out, revoking a token, leaving and suspension', async () => {
  await using as = await tenon()
  await using doors = await doorsOf(as)
  const chen = await signIn(as, 'chen')
  const open = async (headers: Record<string, string>) => {
    const socket = await openSocket(doors.port, '', { headers })
    await socket.heard(({ t }) => t === 'welcome')
    return socket
  }
  const cookie = (token: string) => ({ cookie: `tenon_session=${token}` })
  const ends = async (socket: Awaited<ReturnType<typeof open>>, act: () => Promise<unknown>) => {
    const begun = performance.now()
    await act()
    const { code } = await socket.closed
    const took = performance.now() - begun
    assert.equal(code, 4401)
    assert.ok(took < WITHIN_MS + 1000, `${Math.round(took)} ms, the act included`)
  }

  const phone = await signIn(as, 'chen')
  await ends(await open(cookie(phone.token)), () =>
    chen.voice.call('identity.session.revoke', { others: true }),
  )
  const api = await chen.voice.call(createToken, { name: 'x', scopes: ['*'] })
  await ends(await open({ authorization: `Bearer ${api.token}` }), () =>
    chen.voice.call(revokeToken, { token: api.id }),
  )
  await ends(await open(cookie(chen.token)), () =>
    as.lin!.call('directory.person.leave', { person: as.chen!.id }),
  )
  const stranger = await signIn(as, 'stranger')
  const organisation = as.world.orgs['yuanshan']!
  await ends(await open(cookie(stranger.token)), () =>
    as.operator.call('parties.organisation.suspend', { organisation }),
  )
})
