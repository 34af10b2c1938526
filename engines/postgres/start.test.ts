import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { startPostgres, withClient, type Postgres } from './index.ts'
import { isPostmaster, readPostmaster, stopPostmaster } from './postmaster.ts'

const whenRoot = {
  skip: process.getuid?.() === 0 ? false : 'only root can become another user',
}
const NOBODY = 65534
// Making a cluster takes a second; tests that need no new one start and stop this one.
const shared = folder({ after })

test('the second start adopts what runs, and what it wrote is still there', async () => {
  const first = await startPostgres({ dataDir: shared })
  await withClient(first.owner, (client) => client.query('CREATE TABLE kept (word text)'))
  const second = await startPostgres({ dataDir: shared })
  const found = await withClient(second.owner, (client) => client.query('SELECT * FROM kept'))
  assert.deepEqual(
    [first.adopted, second.adopted, second.pid === first.pid, found.rowCount],
    [false, true, true, 0],
  )
  await second.stop()
  await using third = await startPostgres({ dataDir: shared })
  await withClient(third.owner, (client) => client.query('SELECT * FROM kept'))
})

test('only its owner sees the folder, the socket and the passwords', async () => {
  await using postgres = await startPostgres({ dataDir: shared })
  const modes = ['.', 'cluster', 'cluster/tenon.json', 'postgres.log']
    .map((path) => join(shared, path))
    .concat(postgres.owner.host, join(postgres.owner.host, '.s.PGSQL.5432'))
    .map((path) => (statSync(path).mode & 0o777).toString(8))
  assert.deepEqual(modes, ['700', '700', '600', '600', '700', '700'])
})

test('several starts at once share one PostgreSQL', async (t) => {
  const dataDir = folder(t)
  const all = await Promise.all([1, 2, 3].map(() => startPostgres({ dataDir, fsync: false })))
  const [one] = all
  assert.ok(one)
  assert.deepEqual(new Set(all.map(({ pid }) => pid)), new Set([one.pid]))
  await withClient(one.app, (client) => client.query('SELECT 1'))
  await one.stop()
})

test('a killed PostgreSQL is started again, with a client still inside', async () => {
  const first = await startPostgres({ dataDir: shared })
  const client = new pg.Client(first.owner)
  client.on('error', () => {}) // its server is about to be killed
  await client.connect()
  await client.query('CREATE TABLE survives AS SELECT 1 AS one')
  const asleep = assert.rejects(client.query('SELECT pg_sleep(30)'))
  process.kill(first.pid, 'SIGKILL')
  await using second = await startPostgres({ dataDir: shared })
  await asleep
  const { rows } = await withClient(second.owner, (again) => again.query('TABLE survives'))
  assert.deepEqual([second.adopted, rows], [false, [{ one: 1 }]])
})

test('a left-over process number that belongs to somebody else is not believed', async (t) => {
  const first = await startPostgres({ dataDir: shared, fsync: false })
  const file = join(shared, 'cluster', 'postmaster.pid')
  const lines = readFileSync(file, 'utf8').split('\n')
  await first.stop()
  const stranger = spawn('sleep', ['60'])
  t.after(() => stranger.kill())
  writeFileSync(file, [stranger.pid, ...lines.slice(1)].join('\n'))
  await using second = await startPostgres({ dataDir: shared, fsync: false })
  assert.deepEqual([second.adopted, stranger.exitCode], [false, null])
})

test('a start waits for a shutdown that is under way', async () => {
  const first = await startPostgres({ dataDir: shared, fsync: false })
  process.kill(first.pid, 'SIGTERM')
  await using second = await startPostgres({ dataDir: shared, fsync: false })
  await withClient(second.app, (client) => client.query('SELECT 1'))
})

test('a path too long for a socket works, and is found again', async (t) => {
  const dataDir = join(folder(t), randomBytes(60).toString('hex'), '数据 folder')
  const first = await startPostgres({ dataDir, fsync: false })
  t.after(() => rmSync(first.owner.host, { recursive: true, force: true }))
  const second = await startPostgres({ dataDir, fsync: false })
  await withClient(second.app, (client) => client.query('SELECT 1'))
  assert.deepEqual([second.pid, second.owner], [first.pid, first.owner])
  await second.stop()
})

test("an operator's own setting wins over ours", async () => {
  const first = await startPostgres({ dataDir: shared, fsync: false })
  await first.stop()
  writeFileSync(join(shared, 'cluster', 'postgresql.conf'), 'work_mem = 11MB\n', { flag: 'a' })
  await using second = await startPostgres({ dataDir: shared, fsync: false })
  assert.deepEqual(await settings(second, ['work_mem', 'shared_buffers']), ['11MB', '192MB'])
})

test('where root may not open a user namespace, a system user runs it', whenRoot, async (t) => {
  const dataDir = folder(t)
  await using postgres = await startPostgres({ dataDir, fsync: false, userNamespace: false })
  const owner = statSync(`/proc/${postgres.pid}`).uid
  assert.notEqual(owner, 0)
  assert.equal(statSync(join(dataDir, 'cluster')).uid, owner)
  await withClient(postgres.app, (client) => client.query('SELECT 1'))
})

test('in the folder of an ordinary user, root runs it as that user', whenRoot, async (t) => {
  const house = folder(t)
  chownSync(house, NOBODY, NOBODY)
  const dataDir = join(house, 'data')
  await using postgres = await startPostgres({ dataDir, fsync: false })
  assert.equal(statSync(`/proc/${postgres.pid}`).uid, NOBODY)
})

test('an ordinary user starts it, in a checkout that is not his', whenRoot, async (t) => {
  const dataDir = folder(t)
  chownSync(dataDir, NOBODY, NOBODY)
  const script = `
    import { startPostgres, withClient } from '${join(import.meta.dirname, 'index.ts')}'
    const postgres = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, fsync: false })
    const { rows } = await withClient(postgres.app, (client) => client.query('SELECT current_user'))
    await postgres.stop()
    console.log(process.getuid(), rows[0].current_user)`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    { uid: NOBODY, gid: NOBODY, cwd: '/' },
  )
  assert.equal(stdout, `${NOBODY} tenon_app\n`)
})

async function settings({ app }: Postgres, names: string[]): Promise<string[]> {
  const { rows } = await withClient(app, (client) =>
    client.query('SELECT current_setting(name) AS value FROM unnest($1::text[]) name', [names]),
  )
  return rows.map(({ value }) => value)
}

/** A private folder of the test, with whatever still runs in it stopped at the end. */
function folder(t: { after: (clean: () => Promise<void>) => void }): string {
  const path = mkdtempSync(join(tmpdir(), 'tenon-pg-'))
  t.after(async () => {
    const cluster = join(path, 'cluster')
    const found = readPostmaster(cluster)
    if (found && isPostmaster(found.pid, cluster)) await stopPostmaster(found.pid, cluster)
    rmSync(path, { recursive: true, force: true })
  })
  return path
}
