import assert from 'node:assert/strict'
import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openEgress } from '#connections/egress'
import { openBlobs } from '#engines/blobs'
import { openMail } from '#engines/mail'
import { markLeakproof, openDatabase } from '#engines/postgres'
import { testCluster } from '../engines/postgres/testing.ts'
import { native } from '../engines/records/native/index.ts'
import { openShared } from '../engines/records/shared/index.ts'
import { nobody, OPERATOR_ORG, type Actor } from './actor.ts'
import { boot, type BootOptions } from './boot.ts'
import type { Log } from './context.ts'
import { discover, type Installation } from './discover.ts'
import type { AnyAction, InputOf, OutputOf } from './define.ts'
import { TenonError } from './errors.ts'
import type { CallOptions, Kernel } from './kernel.ts'
import type { Module } from './define-module.ts'
import { migrate, type Migration } from './migrate.ts'
import { makeSecrets } from './secrets.ts'
import { operatorActor } from './operator.ts'
import { makeRegistry } from './registry.ts'
import { plantSample, worldOf, type Planted } from './plant.ts'
import type { World } from './world.ts'

/**
 * The testing door: the whole installation with its sample world, on real PostgreSQL, in a database of
 * its own cloned from a template. `await using as = await tenon()` then
 * `await as.lin.call(action, input)` and `await as.stranger.refuses(action, input, 'forbidden')`.
 */
export interface Voice {
  readonly actor: Actor
  readonly id: string
  call<A extends AnyAction>(
    action: A,
    input: InputOf<A>,
    options?: Partial<CallOptions>,
  ): Promise<OutputOf<A>>
  call(action: string, input: unknown, options?: Partial<CallOptions>): Promise<unknown>
  /** Fails unless the call is refused with this code; answers the refusal. */
  refuses(
    action: AnyAction | string,
    input: unknown,
    code: string,
    options?: Partial<CallOptions>,
  ): Promise<TenonError>
}
export interface Stage extends AsyncDisposable {
  readonly kernel: Kernel
  readonly world: World
  readonly nobody: Voice
  readonly operator: Voice
  /** A voice for any actor, e.g. one of a freshly made organisation. */
  of(actor: Actor): Voice
  /** One of the people of the sample world, with his rights as of now. */
  person(key: string): Promise<Voice>
  /** The owner's connection, for what no door shows (EXPLAIN, planted damage). */
  owner<R>(work: (client: pg.Client) => Promise<R>): Promise<R>
  /** What `openDatabase` and the owner connect to. */
  readonly config: { readonly owner: pg.ClientConfig; readonly app: pg.ClientConfig }
}
/** The sample world's people by key; those that tests lean on are known to the type. */
export type Cast = Stage &
  Readonly<Record<string, Voice>> &
  Readonly<Record<'lin' | 'chen' | 'wang' | 'zhao' | 'bo' | 'stranger' | 'outsider', Voice>>

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

export const quiet: Log = {
  info: () => undefined,
  warn: (details, message) =>
    void (process.env['TENON_TEST_LOG'] && console.error('warn', message, details)),
  error: (details, message) => console.error('error', message, details),
}

let installation: Promise<Installation> | undefined
/** Modules and migrations, read once per process. */
export const installed = (): Promise<Installation> => (installation ??= discover(ROOT))

/** A module that only a test has, with its tables. */
export interface Beside {
  readonly module: Module
  readonly tables: Migration
  readonly zh?: Readonly<Record<string, string>>
}

/** The whole installation with its sample world, and what a test sets beside it. */
export async function tenon(
  beside: readonly Beside[] = [],
  extra: Partial<BootOptions> = {},
): Promise<Cast> {
  const { registry, migrations } = await installed()
  if (beside.length === 0) return stage({ registry, migrations }, plantSampleWorld, extra)
  const modules = [...registry.modules.values(), ...beside.map(({ module }) => module)]
  const words = [Object.fromEntries(registry.zh), ...beside.map(({ zh }) => zh ?? {})]
  return stage(
    {
      registry: makeRegistry(modules, words),
      migrations: [...migrations, ...beside.map(({ tables }) => tables)],
    },
    plantSampleWorld,
    extra,
  )
}

/** Any installation, for tests of the kernel itself; `plant` fills the template once. */
export async function stage(
  { registry, migrations }: Installation,
  plant?: (kernel: Kernel) => Promise<void>,
  extra: Partial<BootOptions> = {},
): Promise<Cast> {
  const cluster = await testCluster()
  const key = `${plant?.name ?? 'bare'} ${migrations.map(({ hash }) => hash).join()}`
  await cluster.templateDatabase(key, (roles) => prepare(roles, { registry, migrations }, plant))
  const fresh = await cluster.freshDatabase(key)
  const opened = await open(registry, fresh.app, extra)
  const { kernel } = opened
  const world = worldOf(kernel, await readPlanted(kernel))
  const voice = (actor: Actor): Voice => voiceOf(kernel, actor)
  const all: Stage = {
    kernel,
    world,
    nobody: voice(nobody()),
    operator: voice(operatorActor(kernel)),
    of: voice,
    person: async (name) => voice(await world.actor(name)),
    owner: (work) => asOwner(fresh.owner, work),
    config: fresh,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await fresh[Symbol.asyncDispose]()
    },
  }
  const people = await Promise.all(
    Object.keys(world.people).map(async (name) => [name, voice(await world.actor(name))] as const),
  )
  return { ...Object.fromEntries(people), ...all } as Cast
}

async function prepare(
  roles: Pick<Stage['config'], 'owner' | 'app'>,
  { registry, migrations }: Installation,
  plant?: (kernel: Kernel) => Promise<void>,
): Promise<void> {
  await asOwner(roles.owner, async (client) => {
    await migrate(client, migrations)
    await markLeakproof(client)
  })
  if (!plant) return
  await using opened = await open(registry, roles.app)
  await plant(opened.kernel)
}

/** A kernel on a database that is there; on a stage's own it is one more node. */
export async function open(
  registry: Installation['registry'],
  app: pg.ClientConfig,
  extra: Partial<BootOptions> = {},
): Promise<{ kernel: Kernel } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-blobs-'))
  const database = openDatabase(app)
  const kernel = await boot({
    registry,
    database,
    blobs: await openBlobs({ folder: join(folder, 'blobs') }),
    mail: await openMail({ folder: join(folder, 'mail') }),
    secrets: makeSecrets(TEST_KEY),
    egress: openEgress([]),
    publicUrl: 'http://127.0.0.1:8080',
    log: quiet,
    layouts: { native, shared: openShared(database, quiet) },
    ...extra,
  })
  return {
    kernel,
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function voiceOf(kernel: Kernel, actor: Actor): Voice {
  const call = (action: AnyAction | string, input: unknown, options: Partial<CallOptions> = {}) =>
    kernel.call(action as never, input, actor, { door: 'test', ...options })
  return {
    actor,
    id: actor.id,
    call: call as Voice['call'],
    async refuses(action, input, code, options) {
      let answer: unknown
      try {
        answer = await call(action, input, options)
      } catch (error) {
        if (!(error instanceof TenonError)) throw error
        assert.equal(
          error.code,
          code,
          `${actor.name}: ${error.code}: ${error.message} ${JSON.stringify(error.details ?? '')}`,
        )
        return error
      }
      assert.fail(
        `${actor.name} was not refused (${code}) but answered ${JSON.stringify(answer)?.slice(0, 300)}`,
      )
    },
  }
}

async function asOwner<R>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<R>,
): Promise<R> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Where random tests begin: `TENON_SEED=…` repeats a run, and a failure names it. Without it `npm test`
 * always takes the same one, so that nothing lands or fails by luck; `npm run test:long` takes a new one.
 */
export const SEED = Number(
  process.env['TENON_SEED'] ??
    (process.env['TENON_LONG'] ? Math.floor(Math.random() * 2 ** 31) : 20261123),
)

/** How often a long test repeats itself; `TENON_ROUNDS=…` makes it shorter, to see that it runs at all. */
export const roundsOf = (usual: number): number => Number(process.env['TENON_ROUNDS'] ?? usual)

/** Numbers from 0 to 1 that a seed repeats (mulberry32, Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** In a random walk a refusal is as good a step as any; a failure is not. */
export function refusedOnly(error: unknown): void {
  const { kind } = error as { kind?: string }
  if (kind === undefined || kind === 'internal') throw error
}

export const TEST_KEY = new Uint8Array(32).fill(7)

/** Where the template keeps what the plants noted, for the processes that clone it. */
const PLANTED = '~planted'

async function plantSampleWorld(kernel: Kernel): Promise<void> {
  const { orgs, people, orgOf, ids } = await plantSample(kernel, ROOT)
  await kernel.database.reader(OPERATOR_ORG)
    .sql`INSERT INTO kernel.setting (org, module, value) VALUES (${OPERATOR_ORG}, ${PLANTED}, ${JSON.stringify({ orgs, people, orgOf, ids })}::jsonb)`
}

async function readPlanted(kernel: Kernel): Promise<Planted | undefined> {
  const [row] = await kernel.database.reader(OPERATOR_ORG).sql<{
    value: Planted
  }>`SELECT value FROM kernel.setting WHERE org = ${OPERATOR_ORG} AND module = ${PLANTED}`
  return row?.value
}
