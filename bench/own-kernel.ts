import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEgress } from '#connections/egress'
import { markLeakproof, openDatabase, startPostgres, withClient } from '#engines/postgres'
import { openBlobs } from '#engines/blobs'
import { openMail } from '#engines/mail'
import { newId, type Actor, type Kernel, type Module } from '#kernel'
import { native } from '../engines/records/native/index.ts'
import { openShared } from '../engines/records/shared/index.ts'
import { boot } from '../kernel/boot.ts'
import { migrate, readMigrations } from '../kernel/migrate.ts'
import { makeRegistry } from '../kernel/registry.ts'
import { makeSecrets } from '../kernel/secrets.ts'
import { discard } from './child.ts'
import { root } from './measure.ts'
import { sharedShop } from './shared-shop.ts'

/** A kernel with one module (the shared shop) in this process, on a PostgreSQL of its own with fsync on. */
export interface OwnKernel extends AsyncDisposable {
  readonly kernel: Kernel
  readonly owner: object
  readonly app: object
  /** Somebody of a new organisation who sees as far as this. */
  actor(range?: 'all' | 'self', org?: string): Actor
}

export async function ownKernel(module: Module = sharedShop): Promise<OwnKernel> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-bench-'))
  const postgres = await startPostgres({ dataDir: join(data, 'postgres') })
  await withClient(postgres.owner, async (client) => {
    await migrate(client, [
      ...(await readMigrations('kernel', join(root, 'kernel', 'migrations'))),
      ...(await readMigrations(module.id, join(root, 'modules', module.id, 'migrations'))),
    ])
    await markLeakproof(client)
  })
  const log = { info: () => undefined, warn: () => undefined, error: console.error }
  const database = openDatabase(postgres.app)
  const kernel = await boot({
    registry: makeRegistry([module]),
    log,
    database,
    blobs: await openBlobs({ folder: join(data, 'blobs') }),
    mail: await openMail({ folder: join(data, 'mail') }),
    secrets: makeSecrets(new Uint8Array(32)),
    publicUrl: 'http://127.0.0.1',
    egress: openEgress([]),
    layouts: { native, shared: openShared(database, log) },
  })
  return {
    kernel,
    owner: postgres.owner,
    app: postgres.app,
    actor: (range = 'all', org = newId()) => ({
      kind: 'person',
      id: newId(),
      org,
      name: 'bench',
      scopes: new Map([
        ['app_shop.use', 'all'],
        ['app_shop.read', range],
      ]),
      departments: [],
      subtree: [],
      groups: [],
      roles: ['member'],
    }),
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]()
      await discard(data)
    },
  }
}
