import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { withClient, type Roles } from './databases.ts'
import { startPostgres, type Postgres } from './start.ts'

export type FreshDatabase = Roles & AsyncDisposable & { name: string }

export type TestCluster = {
  postgres: Postgres
  /** Builds the template of this key once for all processes of the run. */
  templateDatabase(key: string, build: (database: Roles) => Promise<void>): Promise<void>
  /** A clone of the template, dropped when disposed or when the process ends; without key: empty. */
  freshDatabase(key?: string): Promise<FreshDatabase>
}

let running: Promise<TestCluster> | undefined

/**
 * The PostgreSQL of this test run, without fsync: the one that `npm test` shares among its files,
 * or, for a file run by hand, one of its own that goes away with it.
 */
export function testCluster(): Promise<TestCluster> {
  running ??= start(process.env['TENON_TEST_CLUSTER'])
  return running
}

async function start(shared: string | undefined): Promise<TestCluster> {
  const dataDir = shared ?? guarded(mkdtempSync(join(tmpdir(), 'tenon-test-')))
  const postgres = await startPostgres({ dataDir, fsync: false })
  const admin = { ...postgres.owner, database: 'postgres' }
  const left = new Set<string>()
  // Nothing runs any more, so nothing is connected. A cluster of our own goes as a whole.
  if (shared) process.once('beforeExit', () => void dropAll(postgres, left))
  return {
    postgres,
    templateDatabase: (key, build) =>
      withClient(admin, (client) => buildTemplate(client, postgres, key, build)),
    freshDatabase: async (key) => {
      const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
      const template = key === undefined ? 'template1' : templateName(key)
      // Copying the files is twice as fast as journalling them, once nothing is fsynced.
      await withClient(admin, (client) =>
        client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`),
      )
      left.add(name)
      const drop = async () => {
        left.delete(name)
        await postgres.dropDatabase(name)
      }
      return { name, ...postgres.database(name), [Symbol.asyncDispose]: drop }
    },
  }
}

async function buildTemplate(
  client: pg.Client,
  postgres: Postgres,
  key: string,
  build: (database: Roles) => Promise<void>,
): Promise<void> {
  const template = templateName(key)
  const draft = `draft_${template}`
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template])
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
  if (rowCount) return
  await postgres.dropDatabase(draft)
  await client.query(`CREATE DATABASE ${draft} STRATEGY FILE_COPY`)
  await build(postgres.database(draft))
  // Pools that were ended a moment ago may still be leaving.
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    draft,
  ])
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
}

const templateName = (key: string) =>
  `template_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`

async function dropAll(postgres: Postgres, names: Set<string>): Promise<void> {
  for (const name of names) await postgres.dropDatabase(name)
}

/** Ties the folder and its PostgreSQL to this process, even when the process is killed. */
function guarded(folder: string): string {
  const guard = spawn('sh', [join(import.meta.dirname, 'guard.sh'), folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  return folder
}
