import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { startPostgres } from '#engines/postgres'
import { root } from '../tree.ts'

/** A start after a crash recovers the journal first. */
const READY_MS = 60_000
const LOG_CHARS = 20_000

/** A real server: its own process, its own data folder, fsync on. What dies is started again, by nobody's hand. */
export interface CrashServer extends AsyncDisposable {
  readonly url: string
  readonly data: string
  start(): Promise<void>
  /** Ends at once, without a word to anybody. */
  kill(): Promise<void>
  /** PostgreSQL’s first process, or one that serves a connection. */
  postgres(which: 'postmaster' | 'backend'): Promise<number | undefined>
  alive(): boolean
  /** What it last wrote to its log. */
  said(): string
  ready(): Promise<void>
  /** `./tenon …` on the server’s own machine. */
  tenon(...args: string[]): Promise<string>
  owner<R>(work: (client: pg.Client) => Promise<R>): Promise<R>
  stop(): Promise<void>
}

export async function crashServer(
  data = mkdtempSync(join(tmpdir(), 'tenon-crash-')),
): Promise<CrashServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { ...process.env, TENON_DATA: data, TENON_PORT: String(port), TENON_LOG: 'error' }
  delete (env as Record<string, string>)['TENON_TEST_CLUSTER']
  let child: ChildProcess | undefined
  let said = ''

  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const ready = async () => {
    const deadline = Date.now() + READY_MS
    for (;;) {
      if (child && !alive())
        throw new Error(
          `the server ended (${child.exitCode ?? child.signalCode}):\n${said.slice(-3000)}`,
        )
      const health = await fetch(`${url}/healthz`).catch(() => undefined)
      if (health?.ok) return
      if (Date.now() > deadline)
        throw new Error(`not ready after ${READY_MS} ms:\n${said.slice(-3000)}`)
      await sleep(25)
    }
  }
  const start = async () => {
    child = spawn(process.execPath, [join(import.meta.dirname, 'process.ts')], {
      env,
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const out of [child.stdout!, child.stderr!])
      out.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-LOG_CHARS)))
    await ready()
  }
  const kill = async () => {
    if (!alive()) return
    const ended = once(child!, 'exit')
    child!.kill('SIGKILL')
    await ended
  }
  const stop = async () => {
    if (!alive()) return
    const ended = once(child!, 'exit')
    child!.kill('SIGTERM')
    await ended
  }
  return {
    url,
    data,
    start,
    kill,
    ready,
    alive,
    said: () => said,
    stop,
    postgres: async (which) => {
      const first = await postmasterOf(data)
      if (which === 'postmaster') return first
      const children = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number)
      return children.at(-1)
    },
    tenon: async (...args) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(root, 'cli', 'main.ts'), ...args],
        { env, cwd: root, maxBuffer: 10_000_000 },
      )
      return stdout
    },
    async owner(work) {
      const { owner } = await startPostgres({ dataDir: join(data, 'postgres') })
      const client = new pg.Client(owner)
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    },
    async [Symbol.asyncDispose]() {
      await kill()
      const postgres = await startPostgres({ dataDir: join(data, 'postgres') }).catch(
        () => undefined,
      )
      await postgres?.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface Persona {
  readonly id: string
  readonly name: string
  readonly token: string
}
export interface Founded {
  readonly org: string
  readonly admin: Persona
  /** Some of the sample people, signed in. */
  readonly people: readonly Persona[]
}

/** What the server logged of its own faults, for a failure to show. */
export const faultsOf = (server: CrashServer): string[] =>
  server
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('for a reason of ours'))
    .slice(-5)

/** The sample company, with as many of its people signed in as are wanted. */
export async function found(server: CrashServer, wanted: number): Promise<Founded> {
  const file = join(server.data, 'password')
  writeFileSync(file, 'a long pass phrase 42', { mode: 0o600 })
  const made = JSON.parse(
    await server.tenon(
      'setup',
      '--company',
      'Crash',
      '--admin',
      'crash@example.org',
      '--password-file',
      file,
      '--sample',
    ),
  ) as {
    organisation: string
    admin: string
    token: string
    sample_password: string
  }
  const admin = { id: made.admin, name: 'admin', token: made.token }
  const { items } = (await call(server.url, made.token, 'directory.person.list', {
    limit: 100,
  })) as { items: { id: string; name: string; email: string }[] }
  const others = items.filter(({ id, email }) => id !== made.admin && email).slice(0, wanted)
  const people: Persona[] = []
  for (const { id, name, email } of others)
    people.push({ id, name, token: await signIn(server.url, email, made.sample_password) })
  return { org: made.organisation, admin, people }
}

async function signIn(url: string, login: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/identity.session.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenon': '1' },
    body: JSON.stringify({ login, password }),
  })
  const cookie = /tenon_session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0]
  if (!cookie) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
  const made = await fetch(`${url}/api/identity.token.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenon': '1', cookie },
    body: JSON.stringify({ name: 'crash', scopes: ['*'] }),
  })
  return ((await made.json()) as { token: string }).token
}

/** A group of these people. */
export async function group(
  { url }: CrashServer,
  people: readonly Persona[],
  name = 'crash',
): Promise<string> {
  const others = people.slice(1).map(({ id }) => id)
  const made = await call(url, people[0]!.token, 'chat.conversation.create', {
    kind: 'group',
    name,
    people: others,
  })
  return (made as { conversation: { id: string } }).conversation.id
}

/** A refusal by the server, as opposed to a server that is not there. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}

/** A request that hangs is cut: the client of a person would give up too. */
const REQUEST_MS = 10_000

export async function call(
  url: string,
  token: string,
  action: string,
  input: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(REQUEST_MS),
  })
  const body = (await response.json()) as { code?: string; detail?: string }
  if (!response.ok) throw new Refused(body.code ?? String(response.status), body.detail ?? '')
  return body
}

/** The postmaster's id; it may just be on its way back from the last death. */
async function postmasterOf(data: string): Promise<number> {
  const file = join(data, 'postgres', 'cluster', 'postmaster.pid')
  for (let tries = 0; ; tries++) {
    try {
      const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
      readFileSync(`/proc/${pid}/task/${pid}/children`)
      return pid
    } catch (error) {
      if (tries > 300) throw error
      await sleep(100)
    }
  }
}
