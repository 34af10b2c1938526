import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { newId } from '#kernel'
import { makeSecrets } from '#kernel/secrets'
import { makeRegistry } from '#kernel/registry'
import { installed, open, tenon, type Cast } from '#kernel/testing'
import { createAccount } from './actions/account.create.ts'
import { rewrapKeys } from './actions/key.rewrap.ts'
import { rotateKeys } from './actions/key.rotate.ts'
import { shredKeys } from './actions/key.shred.ts'
import { currentKey } from './keys.ts'
import { decrypt, encrypt, openUnder, sealUnder } from './seal.ts'
import { asker, askThere } from './testing/asker.ts'
import { foreign, ok, type Foreign } from './testing/foreign.ts'

const egress = openEgress(['127.0.0.1'])
let as: Cast
let service: Foreign
before(async () => {
  as = await tenon([asker], { egress })
  service = await foreign(ok)
})
after(async () => {
  await service[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})

const make = (key: string) =>
  as.wang.call(createAccount, {
    title: 'Sealed',
    connector: 'http',
    auth: 'api_key',
    origins: [service.origin],
    credential: { key },
  })
const sent = async (account: string): Promise<unknown> => {
  await as.wang.call(askThere, { account, url: service.origin })
  return service.heard.at(-1)!.headers['x-api-key']
}
const rows = <R>(sql: string, ...values: unknown[]): Promise<R[]> =>
  as.owner(async (client) => (await client.query(sql, values)).rows as R[])

test('what is sealed opens in its own place only', () => {
  const key = Buffer.alloc(32, 1)
  const place = { org: 'o', account: 'a', field: 'credential' }
  const kept = sealUnder({ version: 1, key }, place, 'word')
  assert.equal(openUnder({ version: 1, key }, place, kept), 'word')
  for (const [version, other] of [
    [1, { ...place, org: 'p' }],
    [1, { ...place, account: 'b' }],
    [1, { ...place, field: 'tokens' }],
    [2, place],
  ] as const)
    assert.throws(() => openUnder({ version, key }, other, kept), { kind: 'unavailable' })
  assert.throws(() => openUnder({ version: 1, key: Buffer.alloc(32, 2) }, place, kept))
  const sealed = encrypt(key, Buffer.from('word'), 'here')
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed)
    altered[at]! ^= 1
    assert.throws(() => decrypt(key, altered, 'here'), { kind: 'unavailable' }, `byte ${at}`)
  }
  assert.notDeepEqual(encrypt(key, Buffer.from('word'), 'here'), sealed)
})

test('a row copied over another, or into another organisation, opens nowhere', async () => {
  const [mine, theirs] = [
    await make('key-of-mine-1234567890'),
    await make('key-of-theirs-1234567890'),
  ]
  await rows(
    `UPDATE vault.secret t SET wrapped = s.wrapped, sealed = s.sealed FROM vault.secret s WHERE t.account = $1 AND s.account = $2`,
    mine.id,
    theirs.id,
  )
  await as.wang.refuses(askThere, { account: mine.id, url: service.origin }, 'unavailable')
  assert.equal(await sent(theirs.id), 'key-of-theirs-1234567890')
})

test('a new key of the organisation wraps thousands of data keys anew, and touches no value', async () => {
  const { id } = await make('key-through-the-change')
  const org = as.wang.actor.org
  const many = 3000
  await rows(
    `INSERT INTO vault.account (org, id, title, connector, auth, owner, reach, origins, parameters, state)
     SELECT $1, gen_random_uuid(), 'many ' || n, 'http', 'bearer', $2, 'owner', '[]', '{}', 'valid' FROM generate_series(1, ${many}) n`,
    org,
    as.wang.id,
  )
  const accounts = await rows<{ id: string }>(
    `SELECT id FROM vault.account WHERE title LIKE 'many %' ORDER BY id`,
  )
  const { secrets } = as.kernel
  await as.kernel.database.transaction(org, async ({ sql }) => {
    const key = await currentKey({ org, sql, secrets })
    const sealed = accounts.map(({ id: account }) =>
      sealUnder(key, { org, account, field: 'credential' }, '{"token":"one of many"}'),
    )
    await sql`
      INSERT INTO vault.secret (org, account, field, key_version, wrapped, sealed)
      SELECT ${org}, s.account, 'credential', ${key.version}, decode(s.wrapped, 'hex'), decode(s.sealed, 'hex')
      FROM unnest(${accounts.map((each) => each.id)}::uuid[], ${sealed.map(({ wrapped }) => wrapped.toString('hex'))}::text[],
        ${sealed.map((each) => each.sealed.toString('hex'))}::text[]) AS s(account, wrapped, sealed)`
  })
  // A row that somebody has altered does not stand in the way of the others.
  const altered = await make('key-of-an-altered-row-1')
  await rows(`UPDATE vault.secret SET wrapped = '\\x00' WHERE account = $1`, altered.id)
  const values = () =>
    rows<{ digest: string }>(
      `SELECT md5(string_agg(sealed::text, '' ORDER BY account, field)) AS digest FROM vault.secret WHERE org = $1 AND account IN (SELECT id FROM vault.account WHERE title LIKE 'many %')`,
      org,
    )
  const before = await values()
  await as.wang.refuses(rotateKeys, {}, 'forbidden')
  await as.lin.refuses(rewrapKeys, {}, 'notFound')
  const { version } = await as.lin.call(rotateKeys, {})
  // People go on meanwhile, and seal under the new key.
  const fresh = make('key-made-meanwhile-123')
  let uses = 0
  const going = async (): Promise<boolean> =>
    (
      await rows<{ n: number }>(
        'SELECT count(*)::int AS n FROM vault.secret WHERE org = $1 AND key_version < $2',
        org,
        version,
      )
    )[0]!.n > 0
  while (await going()) {
    assert.equal(await sent(id), 'key-through-the-change')
    uses++
  }
  await as.kernel.idle()
  assert.ok(uses > 0)
  assert.equal(await sent((await fresh).id), 'key-made-meanwhile-123')
  assert.deepEqual(await values(), before, 'values are as they were')
  const dead = (await as.wang.call('vault.account.get', { account: altered.id })) as {
    state: string
  }
  assert.equal(dead.state, 'exhausted')
  assert.deepEqual(
    await rows('SELECT DISTINCT key_version FROM vault.secret WHERE org = $1', org),
    [{ key_version: version }],
  )
  assert.deepEqual(await rows('SELECT version FROM vault.key WHERE org = $1', org), [{ version }])
  assert.equal(await sent(id), 'key-through-the-change')
})

test('when the keys are destroyed, nothing opens any more, on no node', async () => {
  const { id } = await make('key-that-is-shredded-1')
  const { registry } = await installed()
  await using other = await open(
    makeRegistry([...registry.modules.values(), asker.module]),
    as.config.app,
    { egress },
  )
  const there = () =>
    other.kernel.call(askThere, { account: id, url: service.origin }, as.wang.actor, {
      door: 'test',
    })
  assert.equal((await there()).status, 200)
  const kept = await rows<{ field: string; wrapped: Buffer; sealed: Buffer; key_version: number }>(
    'SELECT * FROM vault.secret WHERE account = $1',
    id,
  )
  await as.wang.refuses(shredKeys, { confirm: 'x' }, 'forbidden')
  await as.lin.refuses(shredKeys, { confirm: 'another name' }, 'otherName')
  const { name } = (await as.lin.call('parties.organisation.mine', {})) as { name: string }
  const { accounts } = await as.lin.call(shredKeys, { confirm: name })
  assert.ok(accounts > 0)
  await assert.rejects(there(), { code: 'reconnect' })
  // Somebody puts the rows back from a copy of the table: without its key they stay closed.
  for (const row of kept)
    await rows(
      'INSERT INTO vault.secret (org, account, field, key_version, wrapped, sealed) VALUES ($1, $2, $3, $4, $5, $6)',
      as.wang.actor.org,
      id,
      row.field,
      row.key_version,
      row.wrapped,
      row.sealed,
    )
  await rows(`UPDATE vault.account SET state = 'valid' WHERE id = $1`, id)
  for (const ask of [there, () => as.wang.call(askThere, { account: id, url: service.origin })]) {
    await ask().catch(() => undefined)
    assert.notEqual(service.heard.at(-1)!.headers['x-api-key'], 'key-that-is-shredded-1')
    service.heard.push({ ...service.heard.at(-1)!, headers: {} })
  }
  // What is entered anew is sealed under a new key.
  assert.equal(await sent((await make('key-after-all-of-that')).id), 'key-after-all-of-that')
})

test('a server with another master key reads nothing', async () => {
  const { id } = await make('key-under-the-master-1')
  const { registry } = await installed()
  const [key] = await rows<{ wrapped: string; version: number }>(
    'SELECT * FROM vault.key WHERE org = $1',
    as.wang.actor.org,
  )
  const stranger = makeSecrets(new Uint8Array(32).fill(9))
  assert.throws(() => stranger.open(key!.wrapped, `vault.key ${as.wang.actor.org} ${key!.version}`))
  assert.throws(() => as.kernel.secrets.open(key!.wrapped, `vault.key ${newId()} ${key!.version}`))
  assert.ok(registry && id)
})
