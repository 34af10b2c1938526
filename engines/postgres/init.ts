import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

export const OWNER = 'tenon_owner'
export const APP = 'tenon_app'
export const DATABASE = 'tenon'

export type Secrets = { owner: string; app: string }

/** The passwords of the two roles; they lie inside the cluster, readable by its owner only. */
export function readSecrets(cluster: string): Secrets {
  return JSON.parse(readFileSync(join(cluster, 'tenon.json'), 'utf8'))
}

/**
 * Makes a cluster with both roles and the first database. It grows under another name and is
 * renamed when complete, so that a crash or a second start beside this one leaves nothing half done.
 */
export async function initialise(
  { home, cluster, safe }: { home: string; cluster: string; safe: boolean },
  binaries: Binaries,
  as: RunAs,
): Promise<void> {
  const growing = join(home, `new-${process.pid}-${randomBytes(4).toString('hex')}`)
  const secretFile = `${growing}.secret`
  const secrets: Secrets = { owner: password(), app: password() }
  const write = (path: string, content: string) => {
    writeFileSync(path, content, { mode: 0o600 })
    if (as.uid !== undefined) chownSync(path, as.uid, as.gid ?? as.uid)
  }
  try {
    write(secretFile, secrets.owner)
    await run(binaries.initdb, [...INITDB, `--pwfile=${secretFile}`, '-D', growing], binaries, as)
    write(join(growing, 'tenon.json'), JSON.stringify(secrets))
    write(join(growing, 'pg_hba.conf'), 'local all all scram-sha-256\n')
    write(join(growing, 'postgresql.conf'), POSTGRESQL_CONF)
    write(join(growing, 'tenon.conf'), '')
    const sync = safe ? [] : ['-F']
    await run(binaries.postgres, [...SINGLE, ...sync, '-D', growing, 'postgres'], binaries, as, [
      `CREATE ROLE ${APP} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '${secrets.app}'`,
      `CREATE DATABASE ${DATABASE}`,
    ])
    if (safe) await run(binaries.initdb, ['--sync-only', '-D', growing], binaries, as)
    if (!existsSync(cluster)) renameSync(growing, cluster)
  } catch (error) {
    if (!existsSync(cluster)) throw error
  } finally {
    rmSync(secretFile, { force: true })
    rmSync(growing, { recursive: true, force: true })
  }
}

// The built-in collation sorts by code point on every machine alike and knows the letters of all
// scripts, so no operating system update can ever corrupt an index.
const INITDB = [
  `--username=${OWNER}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--no-instructions',
  // Synced once, after the last file of ours is in it.
  '--no-sync',
  // Stretching is for passwords that people choose; ours are 192 random bits.
  '-c',
  'scram_iterations=1',
]

const SINGLE = ['--single', '-c', 'scram_iterations=1', '-c', "listen_addresses=''"]

const POSTGRESQL_CONF = `# Tenon rewrites tenon.conf at every start. Your own settings go below and win over it.
include_if_exists 'tenon.conf'
`

const password = () => randomBytes(24).toString('base64url')

async function run(
  program: string,
  args: string[],
  binaries: Binaries,
  as: RunAs,
  statements: string[] = [],
): Promise<void> {
  const [command = program, ...rest] = [...as.prefix, program, ...args]
  const child = spawn(command, rest, {
    env: binaries.env,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: INIT_LIMIT_MS,
    ...(as.uid === undefined ? {} : { uid: as.uid, gid: as.gid ?? as.uid }),
  })
  child.stdin.on('error', () => {}) // a program that ends early is told by its exit code
  child.stdin.end(statements.map((statement) => `${statement}\n`).join(''))
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  // Single-user PostgreSQL reports a failed statement and goes on to the next.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(err))
    throw new Error(`Making the database failed:\n${err}${out}`.trim())
}

// About a second here; a slow network disk takes minutes.
const INIT_LIMIT_MS = 300_000
