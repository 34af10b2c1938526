import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import type { Kernel } from '#kernel'
import { openEgress } from '#connections/egress'
import { openBlobs } from '#engines/blobs'
import { openBus } from '#engines/bus'
import { openMail } from '#engines/mail'
import {
  adoptDatabase,
  checkDatabase,
  markLeakproof,
  openDatabase,
  startPostgres,
  withClient,
  type DatabaseCheck,
} from '#engines/postgres'
import { native } from '../engines/records/native/index.ts'
import { openShared } from '../engines/records/shared/index.ts'
import { boot } from '../kernel/boot.ts'
import type { Log } from '../kernel/context.ts'
import { discover, type Installation } from '../kernel/discover.ts'
import { compareTables, migrate, pendingMigrations } from '../kernel/migrate.ts'
import { makeSecrets } from '../kernel/secrets.ts'
import { writeBackup } from './backup-write.ts'
import { blobsOf, masterKey, type Environment } from './environment.ts'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Tells a person what is going on: `step('database', 'ready')`. */
export type Step = (what: string, how: string) => void

export interface Engines extends AsyncDisposable {
  readonly owner: pg.ClientConfig
  readonly app: pg.ClientConfig
  /** It was running before this command, so it stays running after it. */
  readonly adopted: boolean
}

/** The database: ours, started or adopted, or the operator's own. */
export async function openEngines(environment: Environment, step: Step): Promise<Engines> {
  mkdirSync(environment.data, { recursive: true, mode: 0o700 })
  if (environment.database) {
    const { owner, app } = await adoptDatabase(environment.database)
    step('database', 'your own PostgreSQL')
    return { owner, app, adopted: true, async [Symbol.asyncDispose]() {} }
  }
  const postgres = await startPostgres({
    dataDir: join(environment.data, 'postgres'),
    log: (line) => step('database', line),
  })
  step('database', postgres.adopted ? 'PostgreSQL 18 was running already' : 'PostgreSQL 18 started')
  return {
    owner: postgres.owner,
    app: postgres.app,
    adopted: postgres.adopted,
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  }
}

/** Brings the schema to this code, with a backup before when there is anything to lose. */
export async function bringUpToDate(
  engines: Engines,
  installation: Installation,
  environment: Environment,
  step: Step,
): Promise<void> {
  await withClient(engines.owner, async (client) => {
    const pending = await pendingMigrations(client, installation.migrations)
    if (pending.length > 0 && pending.length < installation.migrations.length) {
      const { folder } = await writeBackup(
        engines,
        environment,
        join(environment.data, 'backups'),
        'before-migration',
        undefined,
        // A migration changes tables; files in a store of their own stay where they are.
        !environment.blobsUrl,
      )
      step('backup', folder)
    }
    const done = await migrate(client, installation.migrations, (at, all, name) =>
      step('schema', `${at + 1} of ${all}: ${name}`),
    )
    if (done) await markLeakproof(client)
    const wrong = await compareTables(client, installation.registry)
    if (wrong.length)
      throw new Error(`The tables do not agree with the manifests:\n  ${wrong.join('\n  ')}`)
    step('schema', done ? `${done} migrations applied` : 'up to date')
  })
}

export interface OpenKernel extends AsyncDisposable {
  readonly kernel: Kernel
  readonly checks: readonly DatabaseCheck[]
}

/** A running kernel on real engines. Refuses a database that would lose what it acknowledged. */
export async function openKernel(
  engines: Engines,
  installation: Installation,
  environment: Environment,
  log: Log,
  node?: { readonly id: string; readonly name: string },
): Promise<OpenKernel> {
  const checks = await withClient(engines.app, checkDatabase)
  const old = checks.find(({ name, ok }) => !ok && name.startsWith('server_'))
  if (old) throw new Error(`${old.name} is ${old.value}. ${old.fix}`)
  const database = openDatabase(engines.app)
  const kernel = await boot({
    registry: installation.registry,
    database,
    blobs: await openBlobs(blobsOf(environment)),
    mail: await openMail({ url: environment.mailUrl, folder: join(environment.data, 'mail') }),
    secrets: makeSecrets(masterKey(environment)),
    egress: openEgress(environment.egressAllow),
    bus: openBus({ url: environment.busUrl, database: engines.app }, (line) => log.warn({}, line)),
    publicUrl: environment.publicUrl,
    log,
    ...(node ? { node } : {}),
    layouts: { native, shared: openShared(database, log) },
  })
  return { kernel, checks, [Symbol.asyncDispose]: () => kernel[Symbol.asyncDispose]() }
}

export const install = (): Promise<Installation> => discover(ROOT)
