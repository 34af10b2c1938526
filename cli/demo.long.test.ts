import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { ROOT } from './open-kernel.ts'

/** As somebody types it; a run inside this run would otherwise report to it. */
async function demo(...args: string[]) {
  const { NODE_TEST_CONTEXT: _, TENON_LONG: __, ...env } = process.env
  const child = spawn(process.execPath, ['cli/main.ts', 'demo', ...args], { cwd: ROOT, env })
  const ended = new Promise<number | null>((done) => child.on('exit', done))
  const [said, complained, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ])
  return { said: said + complained, status }
}

test('demo plays a scene by real clicks', async () => {
  const { said, status } = await demo('s1')
  assert.equal(status, 0, said)
  assert.match(said, /fail 0/)
  assert.doesNotMatch(said, /Look on at|LEFT OUT/)
})

test('demo --slow plays it for the eyes, and says where one can look on', async () => {
  const started = Date.now()
  const { said, status } = await demo('s1', '--slow')
  assert.equal(status, 0, said)
  assert.match(said, /fail 0/)
  assert.match(
    said,
    /Look on at http:\/\/127\.0\.0\.1:8090 as anybody of the sample, .*password \S+/,
  )
  assert.ok(Date.now() - started > 10_000, 'every click can be followed')
})
