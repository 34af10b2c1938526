import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adoptDatabase, checkDatabase, markLeakproof, withClient } from './index.ts'
import type { ConnectionConfig } from './index.ts'
import { testCluster } from './testing.ts'

test('the serving role is neither superuser nor above row-level security', async () => {
  const { postgres } = await testCluster()
  const { rows } = await withClient(postgres.app, (client) =>
    client.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles
       WHERE rolname = current_user`,
    ),
  )
  assert.deepEqual(rows, [
    {
      rolname: 'tenon_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
    },
  ])
  await assert.rejects(
    withClient({ ...postgres.app, password: 'guess' }, async () => {}),
    {
      code: '28P01',
    },
  )
})

test('text sorts by code point and case is folded in every script', async () => {
  const { postgres } = await testCluster()
  const { rows } = await withClient(postgres.app, (client) =>
    client.query(
      `SELECT array_agg(x ORDER BY x) AS sorted, lower('ÄÉИ') AS folded, 'ÄB' ILIKE 'äb' AS like
       FROM unnest(ARRAY['中','é','a','B']) x`,
    ),
  )
  assert.deepEqual(rows, [{ sorted: ['B', 'a', 'é', '中'], folded: 'äéи', like: true }])
})

test('a database that forgets is told apart from one that does not', async () => {
  const { postgres } = await testCluster()
  const checks = await withClient(postgres.app, checkDatabase)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok).map(({ name }) => name),
    ['fsync', 'synchronous_commit', 'full_page_writes'],
  )
})

test('under row-level security a marked function is an index condition', async () => {
  const cluster = await testCluster()
  await using fresh = await cluster.freshDatabase()
  const plan = await withClient(fresh.owner, async (owner) => {
    assert.equal(await markLeakproof(owner), true)
    await owner.query(`
      CREATE TABLE part (org int, tags text[], price numeric, words tsvector);
      CREATE INDEX ON part USING gin (tags);
      ALTER TABLE part ENABLE ROW LEVEL SECURITY;
      CREATE POLICY org ON part USING (org = current_setting('tenon.org')::int);
      GRANT SELECT ON part TO tenon_app;
      SET ROLE tenon_app; SET enable_seqscan = off; SET tenon.org = '1'`)
    const { rows } = await owner.query(
      `EXPLAIN (FORMAT JSON) SELECT * FROM part WHERE tags @> '{x}'`,
    )
    return JSON.stringify(rows)
  })
  assert.match(plan, /"Index Cond":"\(tags @> /)
})

test('a role without the right to mark is told so', async () => {
  const { postgres } = await testCluster()
  const { rows } = await withClient(postgres.app, (client) =>
    client.query(`SELECT proleakproof AS marked FROM pg_proc WHERE proname = 'textlike'`),
  )
  const able = await withClient(postgres.app, markLeakproof)
  assert.equal(able, rows[0]?.marked)
})

test("an operator's own PostgreSQL is adopted by its two addresses", async () => {
  const { postgres } = await testCluster()
  const ownerUrl = url(postgres.owner)
  const appUrl = url(postgres.app)
  const adopted = await adoptDatabase({ ownerUrl, appUrl })
  const name = await withClient(adopted.app, (client) =>
    client.query('SELECT current_user AS name').then(({ rows }) => rows[0]?.name),
  )
  assert.equal(name, 'tenon_app')
  await assert.rejects(adoptDatabase({ ownerUrl, appUrl: ownerUrl }), /every organisation's rows/)
  await assert.rejects(adoptDatabase({ ownerUrl, appUrl: 'mysql://x' }), /has to look like/)
})

const url = ({ host, user, password = '', database }: ConnectionConfig) =>
  `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}`
