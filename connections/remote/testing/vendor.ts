import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { ROOT } from '#kernel/testing'

/** What a test lets Tenon reach: the vendors on this machine. */
export const HERE = ['127.0.0.1', '::1']

/** One of `examples/` as a process of its own, with a folder of its own. */
export interface Example extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  /** `kill -9`, then the same on the same folder and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startExample(name: string): Promise<Example> {
  const folder = await mkdtemp(join(tmpdir(), `tenon-${name}-`))
  const port = await freePort()
  let child = await start(name, folder, port)
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return {
    // Another host name than the tests' Tenon has: cookies know no ports.
    url: `http://localhost:${port}`,
    folder,
    stop,
    async restart() {
      await stop()
      child = await start(name, folder, port)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function start(name: string, folder: string, port: number) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'examples', name, 'server.ts')],
    {
      env: { PATH: process.env['PATH'], PORT: String(port), DATA: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout })
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`${name} did not start`)
    }),
  ])
  return child
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
