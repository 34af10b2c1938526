import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { testCluster } from '../../engines/postgres/testing.ts'
import type { CrashServer } from '../crash/server.ts'
import { root } from '../tree.ts'

const READY_MS = 60_000

/** One server process of several. */
export interface Node {
  readonly url: string
  readonly port: number
  start(): Promise<void>
  /** Ends at once, without a word to anybody. */
  kill(): Promise<void>
  alive(): boolean
  said(): string
}

/** Two real server processes on one database, behind a proxy that knows nothing but TCP. */
export interface Nodes extends AsyncDisposable {
  readonly nodes: readonly [Node, Node]
  /** As much of one server as founding a company needs, reached through the proxy. */
  readonly server: CrashServer
  owner<R>(work: (client: pg.Client) => Promise<R>): Promise<R>
}

export async function twoNodes(extra: Record<string, string> = {}): Promise<Nodes> {
  const cluster = await testCluster()
  const database = await cluster.freshDatabase()
  const data = mkdtempSync(join(tmpdir(), 'tenon-nodes-'))
  const shared = {
    ...process.env,
    TENON_DATABASE_URL: urlOf(database.app),
    TENON_DATABASE_OWNER_URL: urlOf(database.owner),
    TENON_BLOBS_URL: `file://${join(data, 'files')}`,
    TENON_MASTER_KEY_FILE: join(data, 'master.key'),
    TENON_LOG: 'error',
    ...extra,
  }
  const nodes = [await node(join(data, 'a'), shared), await node(join(data, 'b'), shared)] as const
  const balancer = await balance(nodes)
  const url = `http://127.0.0.1:${balancer.port}`
  const server = {
    url,
    data,
    said: () => nodes.map((each) => each.said()).join('\n'),
    tenon: async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(root, 'cli', 'main.ts'), ...args],
        { env: { ...shared, TENON_DATA: join(data, 'a') }, cwd: root, maxBuffer: 10_000_000 },
      )
      return stdout
    },
  } as Partial<CrashServer> as CrashServer
  return {
    nodes,
    server,
    async owner(work) {
      const client = new pg.Client(database.owner)
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    },
    async [Symbol.asyncDispose]() {
      await balancer.close()
      for (const each of nodes) await each.kill()
      await database[Symbol.asyncDispose]()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export function urlOf({ host, port, user, password, database }: pg.ClientConfig): string {
  const query = new URLSearchParams({ host: host!, port: String(port) })
  return `postgresql://${user}:${encodeURIComponent(String(password))}@localhost/${database}?${query}`
}

async function node(data: string, shared: NodeJS.ProcessEnv): Promise<Node> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let said = ''
  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  return {
    url,
    port,
    alive,
    said: () => said,
    async start() {
      child = spawn(process.execPath, [join(root, 'test', 'crash', 'process.ts')], {
        env: { ...shared, TENON_DATA: data, TENON_PORT: String(port) },
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const out of [child.stdout!, child.stderr!])
        out.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-20_000)))
      const deadline = Date.now() + READY_MS
      while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) {
        if (!alive() || Date.now() > deadline) throw new Error(`a node does not start:\n${said}`)
        await sleep(25)
      }
    },
    async kill() {
      if (!alive()) return
      const ended = once(child!, 'exit')
      child!.kill('SIGKILL')
      await ended
    },
  }
}

/** Takes whichever node answers, in turn; what is open breaks when its node dies. */
async function balance(nodes: readonly Node[]) {
  const open = new Set<Socket>()
  let turn = 0
  const server: Server = createServer((client) => {
    open.add(client)
    client.on('error', () => undefined).on('close', () => open.delete(client))
    const first = turn++
    const attempt = (tried: number): void => {
      if (tried === nodes.length) return void client.destroy()
      const to = connect(nodes[(first + tried) % nodes.length]!.port, '127.0.0.1')
      const next = () => attempt(tried + 1)
      to.once('error', next)
      to.once('connect', () => {
        to.off('error', next)
        to.on('error', () => client.destroy()).on('close', () => client.destroy())
        client.on('close', () => to.destroy())
        client.pipe(to).pipe(client)
      })
    }
    attempt(0)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const client of open) client.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
