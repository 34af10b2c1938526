import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startPostgres } from '#engines/postgres'
import type { Opened, Wanted } from './server.ts'

/** A process of its own that tells its parent lines of JSON. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess
  /** The next line it says. */
  next<L>(): Promise<L>
  send(message: object): void
}

export function child(
  file: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Child {
  const started = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, file), ...args],
    {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: started.stdout! })[Symbol.asyncIterator]()
  return {
    process: started,
    async next() {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${file} ended without an answer`)
      return JSON.parse(value as string) as never
    },
    send: (message) => void started.stdin!.write(`${JSON.stringify(message)}\n`),
    async [Symbol.asyncDispose]() {
      if (started.exitCode !== null || started.signalCode !== null) return
      const ended = once(started, 'exit')
      started.kill('SIGTERM')
      const forced = setTimeout(() => started.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(forced)
    },
  }
}
const STOP_MS = 20_000

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface Site extends AsyncDisposable {
  readonly opened: Opened
  readonly server: Child
  /** PostgreSQL's first process. */
  readonly postgres: number
}

/** Tenon in a folder of its own, filled as wanted. */
export async function openSite(wanted: Partial<Wanted>): Promise<Site> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-bench-'))
  const port = await freePort()
  const server = child(
    'server.ts',
    [JSON.stringify({ people: 1, conversations: 0, orders: 0, ...wanted })],
    { TENON_DATA: data, TENON_PORT: String(port) },
  )
  const opened = await server.next<Opened>()
  const lock = readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')
  return {
    opened,
    server,
    postgres: Number(lock.split('\n', 1)[0]),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await discard(data)
    },
  }
}

/** Stops what PostgreSQL is left and removes the folder. */
export async function discard(data: string): Promise<void> {
  const left = await startPostgres({ dataDir: join(data, 'postgres') }).catch(() => undefined)
  await left?.stop()
  rmSync(data, { recursive: true, force: true })
}
