import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { StepError } from '../classify.ts'
import { safely } from '../steps/code.ts'
import { ATTEMPTS } from './escapes.ts'
import { pool } from './pool.ts'
import type { Answer, Job } from './limits.ts'

after(() => pool.stop())

const job = (source: string, more: Partial<Job> = {}): Job => ({
  source,
  input: '{"n":[1,2]}',
  nowMs: Date.parse('2026-11-23T00:00:00Z'),
  seed: 7,
  timeMs: 100,
  ...more,
})
const run = (source: string, org = 'a', more: Partial<Job> = {}): Promise<Answer> =>
  pool.run(org, job(source, more))
const outputOf = async (source: string, org?: string): Promise<unknown> => {
  const answer = await run(source, org)
  assert.ok(answer.ok, JSON.stringify(answer))
  return JSON.parse(answer.output)
}

test('none of the attempts gets out, and each comes to its end', async (t) => {
  for (const { name, source, ends } of ATTEMPTS)
    await t.test(name, async () => {
      const began = performance.now()
      const answer = await run(source)
      assert.ok(performance.now() - began < 10_000)
      if (typeof ends === 'object') {
        assert.ok(answer.ok, JSON.stringify(answer))
        assert.deepEqual(safely(answer.output), ends.output)
      } else {
        assert.ok(!answer.ok, JSON.stringify(answer).slice(0, 200))
        // Where the interpreter is asked too rarely to be stopped, its process is.
        const kinds = ends === 'over' ? ['over', 'late'] : [ends]
        assert.ok(kinds.includes(answer.kind), `${answer.kind}: ${answer.message}`)
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
    })
  assert.equal(await outputOf('return input.n[1]'), 2, 'the next script finds a sound interpreter')
})

test('a script sees nothing of the one before it, of its own organisation or another', async () => {
  await run('globalThis.left = 1; Array.prototype.map = () => "mine"; return 1', 'a')
  for (const org of ['a', 'b'])
    assert.deepEqual(await outputOf('return [typeof left, [1].map((x) => x)]', org), [
      'undefined',
      [1],
    ])
})

test('the clock stands still and chance is known, so that a run can be repeated', async () => {
  const source = 'return [Date.now(), new Date().toISOString(), Math.random(), Math.random()]'
  const first = (await outputOf(source)) as unknown[]
  assert.deepEqual(await outputOf(source), first)
  assert.equal(first[1], '2026-11-23T00:00:00.000Z')
  assert.notEqual(first[2], first[3])
})

test('more scripts of one organisation than anybody waits for are refused', async () => {
  const queued = Array.from({ length: 400 }, async () => run('return 1', 'flood'))
  const settled = await Promise.allSettled(queued)
  const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  assert.ok(refused.length > 0)
  for (const { reason } of refused) assert.ok(reason instanceof StepError)
  assert.equal(await outputOf('return 1', 'flood'), 1)
})
