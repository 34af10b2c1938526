import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planOf } from './records/plan.ts'
import type { Registry } from './registry.ts'

/** What migrating needs of a connection: the owner's, one session. */
export interface OwnerSession {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

export interface Migration {
  readonly module: string
  readonly name: string
  readonly text: string
  readonly hash: string
}

/** Numbered SQL files of one folder, in order. */
export async function readMigrations(module: string, folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      return { module, name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** Any number will do as long as it is always this one. */
const LOCK = 7_361_920_441

/** Which of these are not applied yet. Refuses a database that is newer than this code, or a file changed after it ran. */
export async function pendingMigrations(
  owner: OwnerSession,
  known: readonly Migration[],
): Promise<Migration[]> {
  const exists = await owner.query("SELECT to_regclass('kernel.migration') AS found")
  if (!exists.rows[0]!['found']) return [...known]
  const { rows } = await owner.query('SELECT module, name, hash FROM kernel.migration')
  const applied = new Map(
    rows.map((row) => [`${String(row['module'])}/${String(row['name'])}`, row['hash']]),
  )
  for (const { module, name, hash } of known) {
    const was = applied.get(`${module}/${name}`)
    if (was !== undefined && was !== hash)
      throw new Error(
        `migration ${module}/${name} was changed after it ran: restore the file, and put the change into a new one`,
      )
    applied.delete(`${module}/${name}`)
  }
  if (applied.size)
    throw new Error(
      `the database is newer than this code (it has ${[...applied.keys()].join(', ')}): start the newer version, or restore a backup`,
    )
  const done = new Set(rows.map((row) => `${String(row['module'])}/${String(row['name'])}`))
  return known.filter(({ module, name }) => !done.has(`${module}/${name}`))
}

/** Applies what is pending, each file in a transaction of its own, one migrator at a time. */
export async function migrate(
  owner: OwnerSession,
  known: readonly Migration[],
  progress: (done: number, all: number, name: string) => void = () => undefined,
): Promise<number> {
  await owner.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await owner.query('CREATE SCHEMA IF NOT EXISTS kernel')
    await owner.query(
      'CREATE TABLE IF NOT EXISTS kernel.migration (module text NOT NULL, name text NOT NULL, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (module, name))',
    )
    const pending = await pendingMigrations(owner, known)
    for (const [index, migration] of pending.entries()) {
      progress(index, pending.length, `${migration.module}/${migration.name}`)
      await applyOne(owner, migration)
    }
    return pending.length
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [LOCK])
  }
}

async function applyOne(owner: OwnerSession, migration: Migration): Promise<void> {
  await owner.query('BEGIN')
  try {
    await owner.query(migration.text)
    await owner.query('INSERT INTO kernel.migration (module, name, hash) VALUES ($1, $2, $3)', [
      migration.module,
      migration.name,
      migration.hash,
    ])
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK')
    throw new Error(`migration ${migration.module}/${migration.name} failed: ${String(error)}`, {
      cause: error,
    })
  }
}

/** Tables against manifests, and every table sealed: returns what differs, in words. */
export async function compareTables(owner: OwnerSession, registry: Registry): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT table_schema || '.' || table_name AS "table", column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  const tables = Map.groupBy(rows, (row) => String(row['table']))
  const wrong: string[] = []
  for (const entity of registry.entities.values()) {
    if (entity.dataAt === 'vendor' || (entity.layout ?? 'native') !== 'native') continue
    const columns = new Map((tables.get(entity.id) ?? []).map((row) => [row['name'], row]))
    if (columns.size === 0) wrong.push(`${entity.id}: no table of that name`)
    for (const column of planOf(entity).columns) {
      const found = columns.get(column.field)
      const type =
        found &&
        String(found['type'])
          .replace('timestamp with time zone', 'timestamptz')
          .replace(/^(integer|smallint)$/, 'bigint')
      if (columns.size && !found) wrong.push(`${entity.id}.${column.field}: no column`)
      else if (found && type !== column.type)
        wrong.push(
          `${entity.id}.${column.field}: the table says ${type}, the manifest ${column.type}`,
        )
    }
  }
  const open = await owner.query(
    `SELECT n.nspname || '.' || c.relname AS "table" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
       AND n.nspname || '.' || c.relname <> 'kernel.migration' AND n.nspname NOT LIKE 'pg_%'`,
  )
  for (const row of open.rows)
    wrong.push(`${String(row['table'])}: not sealed (SELECT kernel.seal('…'))`)
  return wrong
}
