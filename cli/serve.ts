import { mkdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { watchPostgres } from '#engines/postgres'
import { createHttp } from '#interface/http'
import { ensureSetupCode } from '#modules/identity'
import { nodeId, operatorSocket, readEnvironment, type Environment } from './environment.ts'
import { bringUpToDate, install, openEngines, openKernel, type Step } from './open-kernel.ts'
import { steps } from './steps.ts'
import { buildWeb, WEB_DIR } from './web-build.ts'

export async function run(): Promise<void> {
  const started = Date.now()
  const environment = readEnvironment()
  const step = steps()
  const server = await startServer(environment, step)
  const setup = await server.setupLink()
  process.stdout.write(
    `\n  Tenon is ready after ${((Date.now() - started) / 1000).toFixed(1)} s: ${server.url}\n`,
  )
  if (setup) process.stdout.write(`  Nobody is set up yet. Open this link, once:\n\n    ${setup}\n`)
  process.stdout.write('\n')
  const stop = async (signal: string): Promise<void> => {
    step('stopping', `${signal}: finishing what was begun …`)
    const forced = setTimeout(() => process.exit(1), STOP_MS_MAX)
    await server[Symbol.asyncDispose]()
    clearTimeout(forced)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal))
}

/** A stop that takes longer than this is no longer tidy; nothing acknowledged is lost either way. */
const STOP_MS_MAX = 15_000

export interface Server extends AsyncDisposable {
  readonly url: string
  /** The one-time set-up link while nobody is set up. */
  setupLink(): Promise<string | undefined>
}

/** Engines, schema, web, kernel and doors, in that order; everything ends in reverse. Without `web`, only the doors. */
export async function startServer(
  environment: Environment,
  step: Step = () => undefined,
  options: { readonly web?: boolean } = {},
): Promise<Server> {
  await using stack = new AsyncDisposableStack()
  const log = pino(
    { level: process.env['TENON_LOG'] ?? 'warn' },
    pino.destination({ dest: 2, sync: false }),
  )
  const [engines, installation] = await Promise.all([
    openEngines(environment, step),
    install(),
    options.web === false ? undefined : buildWeb(step),
  ])
  stack.use(engines)
  if (!environment.database)
    stack.use(
      watchPostgres({
        dataDir: join(environment.data, 'postgres'),
        log: (line) => step('database', line),
      }),
    )
  await bringUpToDate(engines, installation, environment, step)
  const node = { id: nodeId(environment.data), name: `${hostname()}:${environment.port}` }
  const opened = stack.use(await openKernel(engines, installation, environment, log, node))
  const { kernel } = opened
  const others = kernel.otherNodes()
  if (others.length > 0) step('nodes', `beside ${others.join(', ')}`)
  if (others.length > 0 && !environment.blobsUrl)
    step(
      'WARNING',
      'files lie in a folder of this machine: give all nodes the same TENON_BLOBS_URL',
    )
  for (const { name, value, fix } of opened.checks.filter(({ ok }) => !ok))
    step('WARNING', `${name} is ${value}: what is acknowledged can be lost. ${fix}`)
  const socket = operatorSocket(environment.data)
  mkdirSync(dirname(socket), { recursive: true, mode: 0o700 })
  rmSync(socket, { force: true })
  const http = await createHttp(kernel, {
    host: environment.host,
    port: environment.port,
    publicUrl: environment.publicUrl,
    trustedProxies: environment.trustedProxies,
    ...(options.web === false ? {} : { webDir: WEB_DIR }),
    operatorSocket: socket,
    ...(environment.tls ? { tls: environment.tls } : {}),
  })
  stack.defer(() => http.close())
  const kept = stack.move()
  return {
    url: environment.publicUrl,
    setupLink: async () => {
      const code = await ensureSetupCode(kernel)
      return code === undefined ? undefined : `${environment.publicUrl}/setup#${code}`
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
