import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ROOT } from './open-kernel.ts'

const demo = (...args: string[]) =>
  spawnSync(process.execPath, ['cli/main.ts', 'demo', ...args], { cwd: ROOT, encoding: 'utf8' })

test('demo says which scenes there are when asked for another', () => {
  const { status, stderr } = demo('s99')
  assert.equal(status, 1)
  assert.match(stderr, /There is no scene s99\. There are: s1, s2/)
})
