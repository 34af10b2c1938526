import { spawn, type ChildProcess } from 'node:child_process'
import {
  chownSync,
  existsSync,
  fchownSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries, type Binaries } from './binaries.ts'
import { databases, type Databases } from './databases.ts'
import { giveHome, prepareHome, socketFolder } from './home.ts'
import { APP, DATABASE, OWNER, initialise, readSecrets } from './init.ts'
import {
  isOutdated,
  isPostmaster,
  POLL_MS,
  readPostmaster,
  stopPostmaster,
  type Postmaster,
} from './postmaster.ts'
import { chooseRunAs, type RunAs } from './run-as.ts'
import { THROWAWAY, settingsFile } from './settings.ts'

export type StartOptions = {
  /** The engine's own folder, made when missing: cluster, socket and log. */
  dataDir: string
  /** Off only for clusters that are thrown away. */
  fsync?: boolean
  log?: (line: string) => void
  /** When root: allow a user namespace. Off means a system user, as in most containers. */
  userNamespace?: boolean
}

export type Postgres = Databases &
  AsyncDisposable & {
    pid: number
    /** It was running already, left by a server that ended without stopping it. */
    adopted: boolean
    stop(): Promise<void>
  }

/** Starts the embedded PostgreSQL on a private socket, or adopts the one that already runs there. */
export async function startPostgres(options: StartOptions): Promise<Postgres> {
  const home = prepareHome(options.dataDir)
  const cluster = join(home, 'cluster')
  const as = chooseRunAs(home, options.userNamespace)
  giveHome(home, as)
  const safe = options.fsync !== false
  const log = options.log ?? (() => {})
  const place: Place = { home, cluster, safe, log, as, binaries: findBinaries(home, as) }
  if (!existsSync(cluster)) {
    log('making the database cluster')
    await initialise(place, place.binaries, as)
  }
  refuseOtherVersion(cluster)
  const { master, adopted } = await bringUp(place)
  return describe(place, master, adopted)
}

type Place = {
  home: string
  cluster: string
  safe: boolean
  log: (line: string) => void
  as: RunAs
  binaries: Binaries
}

// Recovery after a crash reads at most max_wal_size of journal, and a shutdown writes all buffers.
const START_LIMIT_MS = 300_000

async function bringUp(place: Place): Promise<{ master: Postmaster; adopted: boolean }> {
  const deadline = Date.now() + START_LIMIT_MS
  let why = ''
  while (Date.now() < deadline) {
    const found = readPostmaster(place.cluster)
    const running = found && isPostmaster(found.pid, place.cluster)
    if (found && running) {
      if (isOutdated(found.pid)) {
        place.log('restarting PostgreSQL, whose program was updated')
        await stopPostmaster(found.pid, place.cluster)
      } else if (found.status === 'ready') return { master: found, adopted: true }
      else if (found.status === 'stopping') await endStopping(place, found.pid)
      else await sleep(POLL_MS)
      continue
    }
    if (found) forgetStranger(place.cluster, found)
    const child = launch(place)
    const master = await untilReady(place.cluster, child, deadline)
    if (master) return { master, adopted: false }
    why = logTail(place.home)
    // Another start was faster, or backends of a killed PostgreSQL are still ending: look again.
    if (!MAY_PASS.test(why)) break
    await sleep(RETRY_MS)
  }
  throw new Error(`PostgreSQL does not start in ${place.cluster}:\n${why}`)
}

const MAY_PASS = /lock file "[^"]+" (already exists|is empty)|pre-existing shared memory block/
const RETRY_MS = 100

/** A polite shutdown waits for its clients; we do not wait for them longer than a moment. */
async function endStopping(place: Place, pid: number): Promise<void> {
  place.log('waiting for PostgreSQL to stop')
  await sleep(RETRY_MS)
  await stopPostmaster(pid, place.cluster)
}

/** The file names a living process that is not ours: PostgreSQL would believe it and refuse. */
function forgetStranger(cluster: string, { pid }: Postmaster): void {
  if (readPostmaster(cluster)?.pid === pid && !isPostmaster(pid, cluster))
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

function launch({ home, cluster, safe, as, binaries }: Place): ChildProcess {
  const user = as.uid === undefined ? {} : { uid: as.uid, gid: as.gid ?? as.uid }
  writeSettings(cluster, as)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder(home, as),
    unix_socket_permissions: '0700',
    ...(safe ? {} : THROWAWAY),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...rest] = [...as.prefix, binaries.postgres, '-D', cluster, ...args]
  const out = openLog(home, as)
  // Detached, so that neither Ctrl-C nor the death of this process stops it in mid-write.
  const child = spawn(command, rest, {
    ...user,
    env: binaries.env,
    cwd: '/',
    detached: true,
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  child.unref()
  return child
}

async function untilReady(cluster: string, child: ChildProcess, deadline: number) {
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  while (!ended && Date.now() < deadline) {
    const found = readPostmaster(cluster)
    if (found?.pid === child.pid && found?.status === 'ready') return found
    await sleep(POLL_MS)
  }
  return undefined
}

function writeSettings(cluster: string, as: RunAs): void {
  const draft = join(cluster, `tenon.conf.${process.pid}`)
  writeFileSync(draft, settingsFile(), { mode: 0o600 })
  if (as.uid !== undefined) chownSync(draft, as.uid, as.gid ?? as.uid)
  renameSync(draft, join(cluster, 'tenon.conf'))
}

function refuseOtherVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR)
    throw new Error(
      `The data in ${cluster} were written by PostgreSQL ${version}; this is ${MAJOR}. ` +
        `Start the Tenon that wrote them, run \`./tenon backup\`, and restore it with this one.`,
    )
}

const MAJOR = '18'

function describe(place: Place, master: Postmaster, adopted: boolean): Postgres {
  const secrets = readSecrets(place.cluster)
  const socket = { host: master.socketDir, port: master.port, database: DATABASE }
  // It may have been started anew meanwhile, by `watchPostgres`.
  const stop = () => stopPostmaster(readPostmaster(place.cluster)?.pid ?? master.pid, place.cluster)
  return {
    ...databases(
      { ...socket, user: OWNER, password: secrets.owner },
      { ...socket, user: APP, password: secrets.app },
    ),
    pid: master.pid,
    adopted,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

// The log is for the day something breaks; one former part is kept.
const LOG_BYTES = 10_000_000
const TAIL_BYTES = 2_000

function openLog(home: string, { uid, gid = uid }: RunAs): number {
  const path = join(home, 'postgres.log')
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES)
    renameSync(path, `${path}.1`)
  const file = openSync(path, 'a', 0o600)
  // He may start it without root another day.
  if (uid !== undefined && gid !== undefined) fchownSync(file, uid, gid)
  return file
}

function logTail(home: string): string {
  return readFileSync(join(home, 'postgres.log'), 'utf8').slice(-TAIL_BYTES)
}
