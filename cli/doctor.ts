import { existsSync, statfsSync } from 'node:fs'
import { withClient, checkDatabase } from '#engines/postgres'
import { operatorSocket, readEnvironment, SETTINGS, type Setting } from './environment.ts'
import { print } from './explain.ts'
import { grownChecks } from './doctor-grown.ts'
import { install, openEngines } from './open-kernel.ts'
import { pendingMigrations } from '../kernel/migrate.ts'
import { readOptions } from './options.ts'
import { send } from './server-client.ts'

/** `doctor [--json]`: every setting with what is in force, then every check with what to do. Exit 1 when something is wrong. */
export async function run(args: string[]): Promise<void> {
  const { options } = readOptions(args)
  const environment = readEnvironment()
  const settings = (Object.keys(SETTINGS) as Setting[]).map((name) => ({
    name,
    value: shown(name, process.env[name]),
    says: SETTINGS[name].says,
  }))
  const checks = [
    ...(await databaseChecks()),
    ...(await serverChecks(environment.data)),
    ...(await grownChecks(environment)),
    diskCheck(environment.data),
  ]
  const json = options['json'] === true || !process.stdout.isTTY
  if (json) print({ settings, checks }, true)
  else {
    for (const { name, value, says } of settings)
      process.stdout.write(`${name.padEnd(26)}${value}\n${' '.repeat(26)}${says}\n`)
    process.stdout.write('\n')
    for (const { name, value, ok, fix } of checks)
      process.stdout.write(
        `${ok ? 'ok     ' : 'WRONG  '}${name.padEnd(24)}${value}${ok ? '' : `\n       ${fix}`}\n`,
      )
  }
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1
}

export interface Check {
  readonly name: string
  readonly value: string
  readonly ok: boolean
  readonly fix: string
}

async function databaseChecks(): Promise<Check[]> {
  const environment = readEnvironment()
  const quiet = () => undefined
  try {
    const engines = await openEngines(environment, quiet)
    try {
      const checks = await withClient(engines.app, checkDatabase)
      const installation = await install()
      const pending = await withClient(engines.owner, (client) =>
        pendingMigrations(client, installation.migrations),
      )
      return [
        ...checks,
        {
          name: 'schema',
          value: pending.length ? `${pending.length} migrations pending` : 'up to date',
          ok: true,
          fix: '',
        },
      ]
    } finally {
      if (!engines.adopted) await engines[Symbol.asyncDispose]()
    }
  } catch (error) {
    return [
      {
        name: 'database',
        value: String((error as Error).message),
        ok: false,
        fix: 'Start the server once, or correct TENON_DATABASE_URL.',
      },
    ]
  }
}

async function serverChecks(data: string): Promise<Check[]> {
  if (!existsSync(operatorSocket(data)))
    return [{ name: 'server', value: 'not running here', ok: true, fix: '' }]
  const answer = await send('GET', '/healthz', undefined, { operator: true }).catch(
    (error: Error) => ({ status: 0, body: error.message }),
  )
  return [
    {
      name: 'server',
      value: answer.status === 200 ? 'ready' : String(answer.body),
      ok: answer.status === 200,
      fix: 'Stop it and start it again: ./tenon serve',
    },
  ]
}

/** Below this a database soon stops accepting writes. */
const DISK_BYTES_MIN = 1_000_000_000

function diskCheck(data: string): Check {
  const { bavail, bsize } = statfsSync(existsSync(data) ? data : '.')
  const free = bavail * bsize
  return {
    name: 'disk',
    value: `${(free / 1e9).toFixed(1)} GB free`,
    ok: free > DISK_BYTES_MIN,
    fix: 'Free disk space: below 1 GB the database soon refuses to write.',
  }
}

/** Secrets in URLs are not shown. */
function shown(name: Setting, value: string | undefined): string {
  if (!value) return `${SETTINGS[name].default || '(not set)'}`
  return value.replace(/(:\/\/[^:/]+:)[^@]+@/, '$1…@')
}
