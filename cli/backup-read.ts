import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { withClient } from '#engines/postgres'
import type { Installation } from '../kernel/discover.ts'
import { migrate } from '../kernel/migrate.ts'
import { restoreBlobs, verifyBlobs } from './backup-files.ts'
import {
  BACKUP_FORMAT,
  digestOf,
  listTables,
  quoted,
  quotedTable,
  type BackupManifest,
} from './backup-write.ts'
import type { Environment } from './environment.ts'

/**
 * Puts a backup into an empty server and proves it equal, row by row and file by file, before anything
 * else may start. Then brings it up to this code's schema.
 */
export async function readBackup(
  engines: { readonly owner: pg.ClientConfig },
  environment: Pick<Environment, 'data' | 'blobsUrl'>,
  installation: Installation,
  folder: string,
  progress: (done: number, all: number, what: string) => void = () => undefined,
): Promise<BackupManifest> {
  const manifest = JSON.parse(
    await readFile(join(folder, 'manifest.json'), 'utf8'),
  ) as BackupManifest
  if (manifest.format !== BACKUP_FORMAT)
    throw new Error(
      `This backup has format ${manifest.format}; this version reads ${BACKUP_FORMAT}.`,
    )
  const then = new Set(manifest.migrations.map(({ module, name }) => `${module}/${name}`))
  const known = installation.migrations.filter(({ module, name }) => then.has(`${module}/${name}`))
  if (known.length !== then.size)
    throw new Error(
      'The backup is newer than this code: restore it with the version that wrote it, or a later one.',
    )
  // Before the database is touched: a damaged file must not leave half a restore behind.
  await verifyBlobs(manifest.blobs, folder, progress)
  await withClient(engines.owner as never, async (client) => {
    await refuseFull(client)
    await migrate(client, known)
    await client.query('BEGIN')
    await client.query("SET LOCAL session_replication_role = 'replica'")
    for (const { name } of await listTables(client))
      await client.query(`DELETE FROM ${quotedTable(name)}`)
    for (const [index, table] of manifest.tables.entries()) {
      progress(index, manifest.tables.length, table.name)
      await load(client, folder, table.name, table.columns)
      const found = await digestOf(client, table.name, table.columns)
      if (found.rows !== table.rows || found.digest !== table.digest)
        throw new Error(
          `${table.name} differs from the backup (${found.rows} of ${table.rows} rows): nothing was restored.`,
        )
    }
    // Clients hold positions of the old server: a new epoch makes them fetch anew.
    await client.query('UPDATE kernel.stream SET epoch = gen_random_uuid()')
    await client.query('UPDATE kernel.job SET lease = NULL, lease_until = NULL')
    await client.query('COMMIT')
    await migrate(client, installation.migrations)
  })
  await restoreBlobs(manifest.blobs, folder, environment, progress)
  return manifest
}

async function refuseFull(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: string | null }>(
    "SELECT to_regclass('kernel.audit')::text AS found",
  )
  if (!rows[0]!.found) return
  const { rows: any } = await client.query('SELECT 1 FROM kernel.audit LIMIT 1')
  if (any.length)
    throw new Error(
      'This server holds data already. Restore into an empty TENON_DATA (or an empty database).',
    )
}

/** Transaction numbers of the old cluster would lie in the future of the new one: events count as committed now. */
async function load(
  client: pg.Client,
  folder: string,
  name: string,
  columns: readonly string[],
): Promise<void> {
  const source = () =>
    createReadStream(join(folder, 'tables', `${name}.copy.gz`)).pipe(createGunzip())
  const list = columns.map(quoted).join(', ')
  const straight = name !== 'kernel.event' && !(await isSealedFor(client, name))
  if (straight) {
    await pipeline(
      source(),
      client.query(copyFrom(`COPY ${quotedTable(name)} (${list}) FROM STDIN`)),
    )
    return
  }
  // PostgreSQL refuses to COPY into a sealed table, except for a superuser.
  await client.query(
    `CREATE TEMPORARY TABLE loading ON COMMIT DROP AS SELECT ${list} FROM ${quotedTable(name)} WITH NO DATA`,
  )
  await pipeline(source(), client.query(copyFrom(`COPY loading (${list}) FROM STDIN`)))
  const kept = columns
    .filter((column) => name !== 'kernel.event' || column !== 'xid')
    .map(quoted)
    .join(', ')
  await client.query(`INSERT INTO ${quotedTable(name)} (${kept}) SELECT ${kept} FROM loading`)
  await client.query('DROP TABLE loading')
}

async function isSealedFor(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ sealed: boolean }>(
    'SELECT row_security_active($1::regclass) AS sealed',
    [quotedTable(name)],
  )
  return rows[0]!.sealed
}
