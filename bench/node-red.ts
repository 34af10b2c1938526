import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './child.ts'
import { root } from './measure.ts'

const RED = join(root, 'bench', 'peers', 'node_modules', 'node-red', 'red.js')
const READY_MS = 60_000

export interface Peer extends AsyncDisposable {
  readonly url: string
}

/** The same three steps in memory: what a flow costs that survives nothing. */
export async function openNodeRed(): Promise<Peer | undefined> {
  if (!existsSync(RED)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'tenon-node-red-'))
  const port = await freePort()
  writeFileSync(
    join(folder, 'settings.js'),
    `module.exports = { uiPort: ${port}, uiHost: '127.0.0.1', flowFile: 'flows.json', logging: { console: { level: 'error' } }, diagnostics: { enabled: false }, telemetry: { enabled: false } }`,
  )
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(FLOW))
  const started = spawn(
    process.execPath,
    [RED, '--userDir', folder, '--settings', join(folder, 'settings.js')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const url = `http://127.0.0.1:${port}/hook`
  for (const deadline = Date.now() + READY_MS; ;) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":7}',
    }).catch(() => undefined)
    if (answer?.ok) break
    if (Date.now() > deadline) throw new Error('Node-RED does not answer')
    await sleep(100)
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      const ended = once(started, 'exit')
      started.kill('SIGTERM')
      const forced = setTimeout(() => started.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(forced)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Function nodes: quicker than the same expressions in JSONata. */
const FLOW = [
  { id: 'tab', type: 'tab', label: 'bench' },
  { id: 'in', z: 'tab', type: 'http in', url: '/hook', method: 'post', wires: [['a']] },
  step('a', 'msg.payload.a = msg.payload.n + 1; return msg', ['b']),
  {
    id: 'b',
    z: 'tab',
    type: 'switch',
    property: 'payload.a',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '5', vt: 'num' }, { t: 'else' }],
    checkall: 'false',
    outputs: 2,
    wires: [['c'], ['d']],
  },
  step('c', 'msg.payload = { size: "big", n: msg.payload.a }; return msg', ['out']),
  step('d', 'msg.payload = { size: "small", n: msg.payload.a }; return msg', ['out']),
  { id: 'out', z: 'tab', type: 'http response', statusCode: '', wires: [] },
]

function step(id: string, func: string, wires: string[]) {
  return { id, z: 'tab', type: 'function', func, outputs: 1, libs: [], wires: [wires] }
}
