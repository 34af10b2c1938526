import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { discard, freePort } from './child.ts'
import { root } from './measure.ts'
import { PASSWORD } from './password.ts'

/** `./tenon serve` as an operator starts it, with the sample company set up. */
export interface Installed extends AsyncDisposable {
  /** Milliseconds until `/healthz` says ready. */
  start(): Promise<number>
  stop(): Promise<void>
  readonly url: string
  readonly pid: () => number
  readonly postgres: () => number
}

const LOOK_MS = 5

export async function installSample(): Promise<Installed> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-bench-'))
  const port = await freePort()
  const env = { ...process.env, TENON_DATA: data, TENON_PORT: String(port) }
  let server: ChildProcess | undefined
  const start = async (): Promise<number> => {
    const started = performance.now()
    server = spawn(process.execPath, ['start.mjs', 'cli/main.ts', 'serve'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    server.stderr!.on('data', (part: Buffer) => (said += part.toString()))
    for (;;) {
      if (server.exitCode !== null || server.signalCode !== null) throw new Error(said)
      const health = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)
      if (health?.ok) return performance.now() - started
      await sleep(LOOK_MS)
    }
  }
  const stop = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
  await start()
  writeFileSync(join(data, 'password'), PASSWORD, { mode: 0o600 })
  await promisify(execFile)(
    process.execPath,
    [
      'start.mjs',
      'cli/main.ts',
      'setup',
      '--company',
      'Bench',
      '--admin',
      'bench@example.org',
      '--password-file',
      join(data, 'password'),
      '--sample',
    ],
    { cwd: root, env },
  )
  await stop()
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    stop,
    pid: () => server!.pid!,
    postgres: () =>
      Number(
        readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
      ),
    async [Symbol.asyncDispose]() {
      await stop()
      await discard(data)
    },
  }
}
