import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { engineOf } from './engines.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const definition = {
  format: 1,
  title: 'Orders',
  trigger: { kind: 'manual' },
  steps: [
    { id: 'sum', kind: 'set', value: '{{ trigger.n + 1 }}' },
    {
      id: 'ask',
      kind: 'call',
      action: 'approval.request.create',
      input: { title: 'Paper {{ steps.sum }}', approver: '{{ trigger.approver }}' },
    },
    { id: 'end', kind: 'set', value: '{{ steps.ask.id }}' },
  ],
}
interface Seen {
  path: string
  state: string
  input?: unknown
  output?: unknown
  error?: { message: string }
}

test('faults are named by their places; what is right has none', async () => {
  const wrong = {
    ...definition,
    steps: [
      { id: 'A', kind: 'set' },
      { id: 'b', kind: 'nothing' },
    ],
  }
  const { faults } = (await as['wang']!.call('flows.flow.check', { definition: wrong })) as {
    faults: { path: string }[]
  }
  assert.deepEqual(
    faults.map(({ path }) => path),
    ['/steps/0/id', '/steps/1/kind'],
  )
  assert.deepEqual(await as['wang']!.call('flows.flow.check', { definition }), { faults: [] })
})

test('a test has no effect: it ends where one would be, and goes on with what is pinned', async () => {
  const trigger = { n: 1, approver: as['chen']!.id }
  const before = await requests()
  const plain = (await as['wang']!.call('flows.flow.try', { definition, trigger })) as {
    state: string
    steps: Seen[]
  }
  assert.equal(plain.state, 'failed')
  assert.deepEqual(
    plain.steps.map(({ path, state }) => [path, state]),
    [
      ['sum', 'done'],
      ['ask', 'failed'],
    ],
  )
  assert.deepEqual((plain.steps[1]!.input as { input: unknown }).input, {
    title: 'Paper 2',
    approver: trigger.approver,
  })
  const pinned = { ask: { id: 'r1' } }
  const whole = (await as['wang']!.call('flows.flow.try', { definition, trigger, pinned })) as {
    state: string
    output: unknown
  }
  assert.deepEqual([whole.state, whole.output], ['done', 'r1'])
  assert.equal(await requests(), before)
})

test('what is not published is compared with a version', async () => {
  const { flow } = (await as['wang']!.call('flows.flow.create', { definition })) as { flow: string }
  const changed = { ...definition, steps: definition.steps.slice(0, 2) }
  const { changes } = (await as['wang']!.call('flows.flow.diff', {
    flow,
    from: 1,
    definition: changed,
  })) as { changes: { what: string; step: string }[] }
  assert.deepEqual(
    changes.map(({ what, step }) => [what, step]),
    [['removed', 'end']],
  )
  await as['wang']!.refuses('flows.flow.diff', { flow, from: 1 }, 'invalid')
})

test('expressions are computed with given data, each with its value or what is wrong', async () => {
  const { results } = (await as['wang']!.call('flows.expression.evaluate', {
    values: [
      '{{ trigger.n * 2 }}',
      'n is {{ trigger.n }}',
      '{{ steps.gone }}',
      { a: '{{ trigger.n }}' },
    ],
    scope: { trigger: { n: 2 }, steps: {} },
  })) as { results: { value?: unknown; error?: string }[] }
  assert.deepEqual(
    [results[0]!.value, results[1]!.value, results[3]!.value],
    [4, 'n is 2', { a: 2 }],
  )
  assert.match(results[2]!.error!, /gone/)
})

test('a run is looked at by its owner with every step, and found by nobody else', async () => {
  const wang = as['wang']!
  const { flow } = (await wang.call('flows.flow.create', { definition })) as { flow: string }
  const input = { n: 4, approver: as['chen']!.id }
  const { run } = (await wang.call('flows.run.start', { flow, input })) as { run: string }
  engineOf(as.kernel)!.wake()
  await engineOf(as.kernel)!.idle()
  const look = (await wang.call('flows.run.look', { run })) as {
    run: { state: string }
    steps: Seen[]
    input: unknown
  }
  assert.equal(look.run.state, 'done')
  assert.deepEqual(look.input, input)
  assert.deepEqual(
    look.steps.map(({ path, state }) => [path, state]),
    [
      ['sum', 'done'],
      ['ask', 'done'],
      ['end', 'done'],
    ],
  )
  assert.equal(look.steps[0]!.output, 5)
  await as['stranger']!.refuses('flows.run.look', { run }, 'notFound')
  const recent = (who: string) => as[who]!.call('flows.run.recent', { flows: [flow] })
  assert.deepEqual(
    ((await recent('wang')) as { items: { run: string }[] }).items.map((one) => one.run),
    [run],
  )
  assert.deepEqual(await recent('stranger'), { items: [] })
  const events = (await wang.call('flows.event.list', {})) as { items: { id: string }[] }
  assert.ok(events.items.some(({ id }) => id === 'approval.request.approved'))
  await as.nobody.refuses('flows.kind.list', {}, 'unauthenticated')
})

test('failed runs are counted by class and step, one’s own only', async () => {
  const failing = {
    ...definition,
    steps: [{ id: 'stop', kind: 'fail', message: 'No {{ trigger.n }}' }],
  }
  const { flow } = (await as['wang']!.call('flows.flow.create', { definition: failing })) as {
    flow: string
  }
  for (const n of [1, 2]) await as['wang']!.call('flows.run.start', { flow, input: { n } })
  assert.deepEqual(await as['wang']!.call('flows.run.errors', { flow }), {
    items: [{ flow, class: 'data', step: 'stop', count: 2 }],
  })
  assert.deepEqual(await as['stranger']!.call('flows.run.errors', { flow }), { items: [] })
})

async function requests(): Promise<number> {
  const [row] = await as.kernel.database.reader(as.lin.actor.org).sql<{ n: number }>`
    SELECT count(*)::int AS n FROM approval.request WHERE org = ${as.lin.actor.org}`
  return row!.n
}
