import { createWriteStream } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { withClient } from '#engines/postgres'
import { copyBlobs, type BackupBlob } from './backup-files.ts'
import type { Environment } from './environment.ts'

export const BACKUP_FORMAT = 1

export interface BackupTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** Independent of row order: the exclusive-or of a 64-bit hash of every row. */
  readonly digest: string
}
export interface BackupManifest {
  readonly format: number
  readonly at: string
  readonly migrations: readonly {
    readonly module: string
    readonly name: string
    readonly hash: string
  }[]
  readonly tables: readonly BackupTable[]
  readonly blobs: readonly BackupBlob[]
}

/**
 * A backup while everybody works: COPY of every table in one repeatable-read snapshot, then the files.
 * Files are only ever added while a row that names them may exist, so reading them after the snapshot
 * misses none. The master key is not in it: keep that apart.
 */
export async function writeBackup(
  engines: { readonly owner: pg.ClientConfig },
  environment: Pick<Environment, 'data' | 'blobsUrl'>,
  into: string,
  label = 'backup',
  progress: (done: number, all: number, what: string) => void = () => undefined,
  files = true,
): Promise<{ folder: string; manifest: BackupManifest }> {
  const at = new Date().toISOString()
  const folder = join(into, `${label}-${at.replaceAll(/[:.]/g, '-')}`)
  const draft = `${folder}.part`
  await mkdir(join(draft, 'tables'), { recursive: true, mode: 0o700 })
  const { tables, migrations } = await withClient(engines.owner as never, (client) =>
    copyTables(client, draft, progress),
  )
  const blobs = files ? await copyBlobs(environment, join(draft, 'blobs'), progress) : []
  const manifest: BackupManifest = { format: BACKUP_FORMAT, at, migrations, tables, blobs }
  await writeFile(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, {
    mode: 0o600,
  })
  // Only a whole backup has its final name.
  await rename(draft, folder)
  return { folder, manifest }
}

async function copyTables(
  client: pg.Client,
  draft: string,
  progress: (done: number, all: number, what: string) => void,
) {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const names = await listTables(client)
  const { rows: migrations } = await client.query<{ module: string; name: string; hash: string }>(
    'SELECT module, name, hash FROM kernel.migration ORDER BY at, module, name',
  )
  const tables: BackupTable[] = []
  for (const [index, { name, columns }] of names.entries()) {
    progress(index, names.length, name)
    const file = join(draft, 'tables', `${name}.copy.gz`)
    await pipeline(
      client.query(
        copyTo(
          `COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quotedTable(name)}) TO STDOUT`,
        ),
      ),
      createGzip({ level: 1 }),
      createWriteStream(file, { mode: 0o600 }),
    )
    tables.push({ name, columns, ...(await digestOf(client, name, columns)) })
  }
  await client.query('COMMIT')
  return { tables, migrations }
}

/** Every table of ours with its stored (not generated) columns. */
export async function listTables(
  client: pg.Client,
): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT n.nspname || '.' || c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_%'
      AND n.nspname || '.' || c.relname <> 'kernel.migration'
    GROUP BY 1 ORDER BY 1`)
  return rows
}

/** `xid` columns name transactions of one cluster and mean nothing in another. */
export async function digestOf(
  client: pg.Client,
  name: string,
  columns: readonly string[],
): Promise<{ rows: number; digest: string }> {
  const hashed = columns
    .filter((column) => column !== 'xid')
    .map((column) => `t.${quoted(column)}`)
    .join(', ')
  const { rows } = await client.query<{ rows: string; digest: string | null }>(
    `SELECT count(*)::text AS rows, bit_xor(hashtextextended(ROW(${hashed})::text, 0))::text AS digest FROM ${quotedTable(name)} t`,
  )
  return { rows: Number(rows[0]!.rows), digest: rows[0]!.digest ?? '0' }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quotedTable = (name: string): string => name.split('.').map(quoted).join('.')
