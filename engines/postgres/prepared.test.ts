import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { nameOf } from './name.ts'
import { testCluster } from './testing.ts'

const ORG = '0198aaaa-0000-7000-8000-000000000001'

test('a connection keeps a bounded number of statements prepared, in and out of transactions', async () => {
  await using fresh = await (await testCluster()).freshDatabase()
  const database = openDatabase(fresh.app, 1)
  const { sql } = database.reader(ORG)
  const ask = async (n: number, of = sql) => {
    const text = `SELECT ${n} + $1::int`
    const [row] = await of.rows(text, [1], nameOf(text))
    assert.equal(row![0], n + 1)
  }
  for (let n = 0; n < 1200; n++) await ask(n)
  const [row] = await sql.rows('SELECT count(*) FROM pg_prepared_statements', [])
  assert.ok((row![0] as number) <= 500, `${String(row![0])} statements`)
  await Promise.all(Array.from({ length: 1200 }, (_, n) => ask(n)))
  await database.transaction(ORG, async (session) => {
    for (let n = 1200; n < 2000; n++) await ask(n, session.sql)
  })
  // One that fails to be prepared, and a transaction that has failed, upset nothing.
  await assert.rejects(sql.rows('SELECT nonsense', [], nameOf('SELECT nonsense')))
  await assert.rejects(
    database.transaction(ORG, async (session) => {
      await session.sql.rows('SELECT 1 / $1::int', [0], nameOf('SELECT 1 / $1::int')).catch(() => 0)
      await ask(2000, session.sql)
    }),
  )
  for (let n = 2000; n < 2700; n++) await ask(n)
  await database.close()
})
