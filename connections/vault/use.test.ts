import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { moduleActor } from '#kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { checkAccount } from './actions/account.check.ts'
import { createAccount } from './actions/account.create.ts'
import { deleteAccount } from './actions/account.delete.ts'
import { refuseUse } from './actions/account.refuse.ts'
import { shareAccount } from './actions/account.share.ts'
import { updateAccount } from './actions/account.update.ts'
import { listConnectors } from './actions/connector.list.ts'
import { asker, askThere, connectThere } from './testing/asker.ts'
import { foreign, ok, type Foreign } from './testing/foreign.ts'

const KEY = 'key-of-the-service-4711'
let as: Cast
let service: Foreign
before(async () => {
  as = await tenon([asker], { egress: openEgress(['127.0.0.1']) })
  service = await foreign(ok)
})
after(async () => {
  await service[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})

const make = (more: object = {}, who: Voice = as.wang) =>
  who.call(createAccount, {
    title: 'Parcels',
    connector: 'http',
    auth: 'api_key',
    origins: [service.origin],
    credential: { key: KEY },
    ...more,
  })
const ask = (who: Voice, account: string, url = `${service.origin}/parcels`, more: object = {}) =>
  who.call(askThere, { account, url, ...more })
const last = () => service.heard.at(-1)!

test('a key is put in on the way out, and is answered nowhere', async () => {
  const made = await make()
  assert.ok(!JSON.stringify(made).includes(KEY))
  assert.equal(made.hint, '…4711')
  const answer = await ask(as.wang, made.id)
  assert.equal(answer.status, 200)
  assert.equal(last().headers['x-api-key'], KEY)
  const seen = await as.wang.call('vault.account.get', { account: made.id })
  assert.ok(!JSON.stringify(seen).includes(KEY))
})

test('each way to sign in is put where the service looks for it', async () => {
  const basic = await make({ auth: 'basic', credential: { user: 'erp', password: 'p:ä' } })
  await ask(as.wang, basic.id)
  assert.equal(Buffer.from(last().headers.authorization!.slice(6), 'base64').toString(), 'erp:p:ä')
  const bearer = await make({ auth: 'bearer', credential: { token: 't-1' } })
  await ask(as.wang, bearer.id, undefined, { headers: { Authorization: 'Bearer mine' } })
  assert.equal(last().headers.authorization, 'Bearer t-1')
  const query = await make({ parameters: { in: 'query', name: 'token' } })
  const answer = await ask(as.wang, query.id, `${service.origin}/x?a=1`)
  assert.equal(last().url, `/x?a=1&token=${KEY}`)
  assert.ok(!answer.url.includes(KEY), answer.url)
  const path = await make({ parameters: { in: 'path' } })
  await ask(as.wang, path.id, `${service.origin}/hook/{key}`)
  assert.equal(last().url, `/hook/${KEY}`)
  const none = await make({ auth: 'none', credential: {} })
  await ask(as.wang, none.id)
  assert.equal(last().headers.authorization, undefined)
})

test('who may use it: its owner, who is named, a department, everybody; nobody else knows of it', async () => {
  const { id } = await make()
  await as.bo.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  await as.wang.call(shareAccount, { account: id, reach: 'named', people: [as.bo.id] })
  assert.equal((await ask(as.bo, id)).status, 200)
  await as.bo.refuses(shareAccount, { account: id, reach: 'organisation' }, 'forbidden')
  await as.zhao.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  await as.wang.call(shareAccount, {
    account: id,
    reach: 'named',
    departments: [as.world.ids['directory.department.finance']!],
  })
  assert.equal((await ask(as.zhao, id)).status, 200)
  await as.bo.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  await as.wang.call(shareAccount, { account: id, reach: 'organisation' })
  assert.equal((await ask(as.stranger, id)).status, 200)
  await as.outsider.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  await as.outsider.refuses('vault.account.get', { account: id }, 'notFound')
})

test('an administrator looks after it, and does not use it', async () => {
  const { id } = await make()
  await as.lin.call('vault.account.get', { account: id })
  await as.lin.refuses(askThere, { account: id, url: service.origin }, 'notYours')
  await as.lin.refuses(
    updateAccount,
    { account: id, origins: ['http://127.0.0.1:9'] },
    'needsCredential',
  )
  await as.lin.call(shareAccount, { account: id, owner: as.bo.id })
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  assert.equal((await ask(as.bo, id)).status, 200)
})

test('a job acts for whoever asked, with his rights as of now', async () => {
  const { id } = await make()
  const here = as.kernel
  const send = (behalf?: string) =>
    here.call(
      askThere,
      { account: id, url: service.origin },
      moduleActor('asker', as.wang.actor.org, ['asker.use'], behalf),
      { door: 'test' },
    )
  assert.equal((await send(as.wang.id)).status, 200)
  await assert.rejects(send(as.bo.id), { code: 'unknown' })
  await assert.rejects(send(), { code: 'unknown' })
  await as.wang.call(shareAccount, { account: id, reach: 'organisation' })
  assert.equal((await send()).status, 200)
})

test('a credential goes to its own places only, whatever the address looks like', async () => {
  await using other = await foreign(ok)
  const { id } = await make()
  const port = new URL(service.origin).port
  for (const url of [
    other.origin,
    `http://localhost:${port}/`,
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1.evil.example:${port}/`,
  ])
    await as.wang.refuses(askThere, { account: id, url }, 'elsewhere')
  assert.equal(other.heard.length, 0)
})

test('a redirect elsewhere is followed without the credential', async () => {
  await using files = await foreign(ok)
  await using moved = await foreign((heard, response) => {
    const to = heard.url === '/there' ? `${files.origin}/file` : '/there'
    response.writeHead(302, { location: to }).end()
  })
  const { id } = await make({ origins: [moved.origin] })
  const answer = await ask(as.wang, id, `${moved.origin}/here`, { redirects: 3 })
  assert.equal(answer.status, 200)
  assert.deepEqual(
    [moved.heard.map(({ headers }) => headers['x-api-key']), files.heard[0]!.headers['x-api-key']],
    [[KEY, KEY], undefined],
  )
})

test('a service that repeats the credential shows it to nobody', async () => {
  await using echo = await foreign((heard, response) =>
    response
      .writeHead(200, {
        'x-seen': String(heard.headers['x-api-key']),
        'content-type': 'application/json',
      })
      .end(JSON.stringify({ 汉字: '好', headers: heard.headers })),
  )
  const { id } = await make({ origins: [echo.origin] })
  const answer = await ask(as.wang, id, echo.origin)
  assert.ok(!JSON.stringify(answer).includes(KEY))
  assert.match(answer.body, /"汉字":"好".*\*{8}/)
})

test('uses are counted by who and day; a refusal stands in the log', async () => {
  const { id } = await make({ reach: 'named', people: [as.bo.id] })
  for (const who of [as.wang, as.wang, as.bo]) await ask(who, id)
  await as.zhao.refuses(askThere, { account: id, url: service.origin }, 'unknown')
  await as.kernel.idle()
  const seen = async () =>
    (await as.wang.call('vault.usage.list', { where: { account: id } })) as {
      items: { actor: string; uses: number }[]
    }
  let items: { actor: string; uses: number }[] = []
  while (items.length < 2) ({ items } = await seen())
  assert.deepEqual(Object.fromEntries(items.map(({ actor, uses }) => [actor, uses])), {
    [as.wang.id]: 2,
    [as.bo.id]: 1,
  })
  const { uses } = (await as.wang.call('vault.account.get', { account: id })) as { uses: number }
  assert.equal(uses, 3)
  const rows = await as.owner(async (client) => {
    const found = await client.query(
      'SELECT actor, outcome FROM kernel.audit WHERE action = $1 AND subject = $2',
      [refuseUse.id, id],
    )
    return found.rows as { actor: string; outcome: string }[]
  })
  assert.deepEqual(rows, [{ actor: as.zhao.id, outcome: 'unknown' }])
})

test('a credential is tested, replaced and removed', async () => {
  await using strict = await foreign((heard, response) =>
    response.writeHead(heard.headers['x-api-key'] === 'good-key' ? 200 : 401).end(),
  )
  const { id } = await make({ origins: [strict.origin] })
  const stateOf = async () =>
    ((await as.wang.call('vault.account.get', { account: id })) as { state: string }).state
  assert.deepEqual(await as.wang.call(checkAccount, { account: id }), { ok: false, status: 401 })
  assert.equal(await stateOf(), 'failing')
  await as.wang.call(checkAccount, { account: id })
  await as.wang.call(checkAccount, { account: id })
  assert.equal(await stateOf(), 'exhausted')
  await as.wang.refuses(checkAccount, { account: id }, 'reconnect').catch(() => undefined)
  assert.equal(strict.heard.length, 3, 'nobody tries what was refused three times')
  await as.wang.call(updateAccount, { account: id, credential: { key: 'good-key' } })
  assert.deepEqual(await as.wang.call(checkAccount, { account: id }), { ok: true, status: 200 })
  assert.equal(await stateOf(), 'valid')
  await as.wang.call(deleteAccount, { account: id })
  await as.wang.refuses(askThere, { account: id, url: strict.origin }, 'unknown')
  const left = await as.owner((client) =>
    client.query('SELECT FROM vault.secret WHERE account = $1', [id]),
  )
  assert.equal(left.rowCount, 0)
})

test('what was entered is checked, and the refusal does not repeat it', async () => {
  const input = { title: 'X', connector: 'http', origins: [service.origin] }
  const refuses = async (more: object, kind = 'invalid') => {
    const error = await as.wang.refuses(createAccount, { ...input, ...more }, kind)
    assert.ok(!JSON.stringify({ ...error, message: error.message }).includes(KEY))
  }
  await refuses({ auth: 'api_key', credential: {} })
  await refuses({ auth: 'api_key', credential: { token: KEY } })
  await refuses({ auth: 'api_key', credential: { key: `${KEY}\r\nX-Admin: 1` } })
  await refuses({ auth: 'api_key', parameters: { name: 'Host' }, credential: { key: KEY } })
  await refuses({ auth: 'custom', credential: {} })
  await refuses({ auth: 'bearer', origins: [], credential: { token: KEY } })
  await refuses({ auth: 'bearer', origins: ['http://*.com'], credential: { token: KEY } })
  await refuses({ auth: 'bearer', origins: ['https://a.example/path'], credential: { token: KEY } })
  await refuses(
    { auth: 'bearer', connector: 'nobody-has-it', credential: { token: KEY } },
    'notFound',
  )
})

test('connectors say what they need', async () => {
  const { items, callback } = await as.stranger.call(listConnectors, { search: 'http' })
  const http = items.find(({ id }) => id === 'http')!
  assert.deepEqual(
    http.auth
      .find(({ kind }) => kind === 'basic')!
      .fields.map(({ name, secret }) => [name, secret]),
    [
      ['user', undefined],
      ['password', true],
    ],
  )
  assert.ok(callback.endsWith('/vault/callback'))
})

test('an administrator narrows where connections go', async () => {
  const { id } = await make()
  await as.wang.refuses('vault.settings.update', { hosts: ['api.example.com'] }, 'forbidden')
  await as.lin.call('vault.settings.update', { hosts: ['*.example.com', 'api.example.org'] })
  await as.wang.refuses(askThere, { account: id, url: service.origin }, 'forbidden')
  await as.wang.refuses(askThere, { url: service.origin }, 'forbidden')
  await as.lin.call('vault.settings.update', { hosts: ['127.0.0.1'] })
  assert.equal((await ask(as.wang, id)).status, 200)
  await as.lin.call('vault.settings.update', { hosts: [] })
})

test('a client of another protocol is lent its fields, for the account’s own host and port', async (t) => {
  const tcp = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('ready'),
  ).listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  t.after(() => tcp.close())
  const { port } = tcp.address() as AddressInfo
  const { id } = await as.wang.call(createAccount, {
    title: 'Ledger',
    connector: 'ledger',
    auth: 'custom',
    credential: {
      host: '127.0.0.1',
      port: String(port),
      user: 'reader',
      password: 'of-the-ledger',
    },
  })
  const shown = (await as.wang.call('vault.account.get', { account: id })) as {
    parameters: Record<string, string>
    hint: string
  }
  assert.deepEqual(shown.parameters, { host: '127.0.0.1', port: String(port), user: 'reader' })
  assert.equal(shown.hint, 'reader')
  const { said, fields } = await as.wang.call(connectThere, { account: id })
  assert.deepEqual([said, fields['password'], fields['user']], ['ready', 'of-the-ledger', 'reader'])
  assert.deepEqual(await as.wang.call(checkAccount, { account: id }), { ok: true })
  await as.bo.refuses(connectThere, { account: id }, 'unknown')
  await as.wang.refuses(connectThere, { account: id, host: 'elsewhere.example' }, 'elsewhere')
  await as.wang.refuses(connectThere, { account: id, port: port + 1 }, 'elsewhere')
  const key = await make()
  await as.wang.refuses(connectThere, { account: key.id, host: '127.0.0.1', port }, 'elsewhere')
  await as.lin.call('vault.settings.update', { hosts: ['db.example.com'] })
  await as.wang.refuses(connectThere, { account: id }, 'forbidden')
  await as.lin.call('vault.settings.update', { hosts: [] })
})
