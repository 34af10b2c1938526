import assert from 'node:assert/strict'
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT, tenon, TEST_KEY } from '#kernel/testing'
import { freePort, urlOf } from '../nodes/cluster.ts'

export interface Shell extends AsyncDisposable {
  /** Each line as a person types it; every one succeeds and, except for the server, answers JSON. */
  run(block: string): Promise<void>
}

/** The web may have to be built first. */
const READY_MS = 120_000
const EMPLOYEES = 'Name,Work email,Dept\nIda Holm,ida@yuanshan.example,采购部\n'

/** A checkout at a prompt, with the sample world in its database and the server started as the README says. */
export async function openShell(): Promise<Shell> {
  await using stack = new AsyncDisposableStack()
  const as = stack.use(await tenon())
  const folder = await mkdtemp(join(tmpdir(), 'tenon-shell-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  await symlink(join(ROOT, 'tenon'), join(folder, 'tenon'))
  await writeFile(join(folder, 'employees.csv'), EMPLOYEES)
  await writeFile(join(folder, 'master.key'), TEST_KEY)
  const port = await freePort()
  const { token } = (await as.lin.call('identity.token.create', {
    name: 'README',
    scopes: ['*'],
  })) as { token: string }
  const env = {
    ...process.env,
    TENON_DATA: join(folder, 'data'),
    TENON_PORT: String(port),
    TENON_DATABASE_URL: urlOf(as.config.app),
    TENON_DATABASE_OWNER_URL: urlOf(as.config.owner),
    TENON_MASTER_KEY_FILE: join(folder, 'master.key'),
    TENON_TOKEN: token,
    TENON_URL: '',
  }
  const server = spawn('npm', ['start'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  stack.defer(async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    process.kill(-server.pid!, 'SIGTERM')
    await ended
  })
  let said = ''
  await new Promise<void>((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`npm start is not ready:\n${said}`)), READY_MS)
    for (const out of [server.stdout, server.stderr])
      out.on('data', (part: Buffer) => {
        said += part.toString()
        if (!said.includes('Tenon is ready')) return
        clearTimeout(late)
        ready()
      })
    server.once('exit', () => failed(new Error(`npm start ended:\n${said}`)))
  })
  const kept = stack.move()
  return {
    async run(block) {
      for (const line of block.split('\n').filter(Boolean)) {
        // The server that answers the other lines was started by the first, and this is a run of the second.
        if (/^npm (start|test)\b/.test(line)) continue
        if (line.startsWith('curl ') && spawnSync('curl', ['--version']).error) continue
        const typed = line
          .replace(/<[^>]+>/, as.lin.actor.org)
          .replace('http://127.0.0.1:8080', `http://127.0.0.1:${port}`)
        const { stdout } = await promisify(execFile)('sh', ['-ec', typed], { cwd: folder, env })
        const answer = JSON.parse(stdout) as Record<string, unknown>
        assert.equal(answer['code'], undefined, `${typed}: ${stdout}`)
        assert.ok(
          !Array.isArray(answer['items']) || answer['items'].length > 0,
          `${typed}: ${stdout}`,
        )
      }
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
