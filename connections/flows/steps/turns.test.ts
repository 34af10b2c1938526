import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Step } from '../definition.ts'
import { begin, ended, prepare, publish, type Stage } from '../testing/prepare.ts'

let stage: Stage
before(async () => {
  stage = await prepare()
})
after(() => stage[Symbol.asyncDispose]())

const start = (steps: readonly Step[], title: string) =>
  publish(stage, { says: title, steps, output: null }, title)
const rows = <R>(text: string): Promise<R[]> => {
  const { org } = stage.as.lin.actor
  return stage.as.kernel.database.reader(org).sql.prepared<R>(text, [org])
}

test('a lock lets one run in at a time, also while it waits inside', async () => {
  const flow = await start(
    [
      {
        id: 'lock',
        kind: 'lock',
        key: 'stock',
        steps: [
          {
            id: 'from',
            kind: 'call',
            action: 'approval.request.create',
            input: { title: 'from {{ trigger.n }}', approver: '{{ trigger.approver }}' },
          },
          { id: 'rest', kind: 'wait', for: '20ms' },
          {
            id: 'to',
            kind: 'call',
            action: 'approval.request.create',
            input: { title: 'to {{ trigger.n }}', approver: '{{ trigger.approver }}' },
          },
        ],
      },
    ],
    'Alone',
  )
  const approver = stage.as['zhao']!.id
  const runs = await Promise.all(
    Array.from({ length: 6 }, (_, n) => begin(stage, flow, `n${n}`, { n, approver })),
  )
  for (const run of runs) assert.equal((await ended(stage, run)).state, 'done')
  const made = await rows<{ title: string }>(
    `SELECT title FROM approval.request WHERE org = $1 AND (title LIKE 'from %' OR title LIKE 'to %') ORDER BY id`,
  )
  assert.equal(made.length, 12)
  for (let at = 0; at < made.length; at += 2)
    assert.equal(made[at]!.title.slice(5), made[at + 1]!.title.slice(3), JSON.stringify(made))
  assert.deepEqual(
    await rows('SELECT run FROM flows.hold WHERE org = $1'),
    [],
    'nobody is left in line',
  )
})

test('who waited long enough for a lock gives up, and leaves the line', async () => {
  const inside = (waitS: number, key: string): Step[] => [
    {
      id: 'lock',
      kind: 'lock',
      key,
      waitS,
      shared: 'organisation',
      steps: [{ id: 'rest', kind: 'wait', answer: true, timeout: '4s' }],
    },
  ]
  const holder = await begin(stage, await start(inside(60, 'gate'), 'Holds'), 'h', {})
  await ended(
    stage,
    holder,
    async () => (await rows('SELECT run FROM flows.hold WHERE org = $1')).length === 1,
  )
  const late = await begin(stage, await start(inside(0, 'gate'), 'Late'), 'l', {})
  const { error_class, error } = await ended(stage, late)
  assert.deepEqual([error_class, error], ['timeout', 'Others had the lock for too long.'])
  assert.equal((await ended(stage, holder)).error_class, 'timeout')
  assert.deepEqual(await rows('SELECT run FROM flows.hold WHERE org = $1'), [])
})

test('a rate holds over many runs: never more in any window than it says', async () => {
  const flow = await start(
    [{ id: 'rate', kind: 'rate', key: 'sms', times: 4, seconds: 1 }],
    'Paced',
  )
  const began = Date.now()
  const runs = await Promise.all(
    Array.from({ length: 12 }, (_, n) => begin(stage, flow, `n${n}`, {})),
  )
  const at: number[] = []
  for (const run of runs) {
    const { state, output } = await ended(stage, run)
    assert.equal(state, 'done')
    at.push(Date.parse((output as { at: string }).at))
  }
  at.sort((a, b) => a - b)
  for (const [n, moment] of at.entries())
    assert.ok(moment >= began + Math.floor(n / 4) * 1000, `run ${n} after ${moment - began} ms`)
})

test('what is cached is a flow’s own, is gone after its time, and never takes more room than it may', async () => {
  const get: Step[] = [{ id: 's', kind: 'cache', do: 'get', key: 'k' }]
  const put = await start(
    [{ id: 'p', kind: 'cache', do: 'put', key: 'k', value: 1, for: '1h' }, ...get],
    'Puts',
  )
  assert.deepEqual((await ended(stage, await begin(stage, put, 'a', {}))).output, {
    found: true,
    value: 1,
  })
  const other = await start(get, 'Other')
  assert.deepEqual((await ended(stage, await begin(stage, other, 'a', {}))).output, {
    found: false,
    value: null,
  })
  const brief = await start(
    [
      { id: 'p', kind: 'cache', do: 'put', key: 'k', value: 1, for: '30ms' },
      { id: 'w', kind: 'wait', for: '60ms' },
      ...get,
    ],
    'Brief',
  )
  assert.deepEqual((await ended(stage, await begin(stage, brief, 'a', {}))).output, {
    found: false,
    value: null,
  })
  const large = await start(
    [{ id: 'p', kind: 'cache', do: 'put', key: 'k', value: '{{ trigger.text }}' }],
    'Large',
  )
  const { error } = await ended(stage, await begin(stage, large, 'a', { text: 'x'.repeat(70_000) }))
  assert.match(error!, /longer than 64 kB/)
})

test('the key of a linked account stands neither in the journal nor in the run, nor in what it answers', async () => {
  const key = Buffer.alloc(32, 7)
  const steps: Step[] = [
    { id: 's', kind: 'crypto', do: 'hmac', algorithm: 'hmac-sha256', account: 'key', data: 'a' },
  ]
  const flow = await publish(
    stage,
    { says: '', steps, accounts: { key: '$key' }, output: null },
    'Signs',
  )
  const run = await begin(stage, flow, 'a', {})
  assert.match(String((await ended(stage, run)).output), /^[A-Za-z0-9+/]{43}=$/)
  const everything =
    JSON.stringify(await rows(`SELECT to_jsonb(s) FROM flows.step s WHERE org = $1`)) +
    JSON.stringify(await rows(`SELECT to_jsonb(r) FROM flows.run r WHERE org = $1`))
  for (const form of ['base64', 'hex', 'latin1'] as const)
    assert.ok(!everything.includes(key.toString(form)))
})
