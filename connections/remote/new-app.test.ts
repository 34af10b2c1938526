import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { ROOT } from '#kernel/testing'
import { install, openHouse } from './testing/house.ts'
import { freePort } from './testing/vendor.ts'

test('./tenon new app gives one that runs, is installed, and whose card is pressed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-new-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'cli', 'main.ts'), 'new', 'app', 'jotter'],
    { cwd: folder },
  )
  const port = await freePort()
  const child = spawn(process.execPath, ['server.js'], {
    cwd: join(folder, 'jotter'),
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  stack.defer(() => void child.kill('SIGKILL'))
  await once(createInterface({ input: child.stdout }), 'line')
  const { as, url } = stack.use(await openHouse())
  assert.ok(url)
  await install(as.lin, `http://localhost:${port}`)
  const wang = await as.person('wang')
  const { id } = (await wang.call('ext_jotter.note.write', { text: '订轴承' })) as { id: string }
  const { card } = (await wang.call('remote.card.find', {
    entity: 'ext_jotter.note',
    record: id,
  })) as { card: string }
  const pressed = (await wang.call('cards.card.press', {
    card,
    name: 'finish',
    client_action_id: 'press-1',
  })) as { result: string; action: string; output: object }
  assert.deepEqual(
    [pressed.result, pressed.action, pressed.output],
    ['call', 'ext_jotter.note.finish', { note: id }],
  )
  await wang.call(pressed.action, pressed.output)
  const { data } = (await wang.call('cards.card.get', { card })) as { data: { state: string } }
  assert.equal(data.state, 'done')
})
