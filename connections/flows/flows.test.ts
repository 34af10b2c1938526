import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { engineOf } from './engines.ts'
import { createFlow } from './actions/flow.create.ts'
import { receiveHook } from './actions/hook.receive.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const runOf = async (id: string) => {
  const [row] = await as.kernel.database.reader(as.lin.actor.org).sql<
    Record<string, unknown>
  >`SELECT * FROM flows.run WHERE org = ${as.lin.actor.org} AND id = ${id}`
  return row!
}
const deliver = (flow: string, key: string, data: unknown) =>
  as.kernel.call(receiveHook, { flow, key, data }, { ...as.lin.actor }, { door: 'module' })

test('a run without effects is finished in the transaction that stores it; the same delivery answers it again', async () => {
  const { flow, hook } = await as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Pure',
      trigger: { kind: 'webhook' },
      steps: [
        { id: 'a', kind: 'set', value: '{{ trigger.n + 1 }}' },
        {
          id: 'b',
          kind: 'choose',
          branches: [{ if: '{{ steps.a > 5 }}', steps: [{ id: 'c', kind: 'set', value: 'big' }] }],
          otherwise: [{ id: 'd', kind: 'set', value: 'small' }],
        },
        { id: 'e', kind: 'set', value: { size: '{{ steps.b }}', n: '{{ steps.a }}' } },
      ],
    },
  })
  assert.match(hook!, /\/hooks\/.{20,}/)
  const first = await deliver(flow, 'k1', { n: 7 })
  assert.deepEqual(first, {
    run: first.run,
    again: false,
    state: 'done',
    output: { size: 'big', n: 8 },
  })
  const second = await deliver(flow, 'k1', { n: 7 })
  assert.deepEqual([second.run, second.again], [first.run, true])
  const many = await Promise.all(
    Array.from({ length: 200 }, (_, n) => deliver(flow, `m${n % 100}`, { n: 1 })),
  )
  assert.equal(new Set(many.map(({ run }) => run)).size, 100)
  const failed = await deliver(flow, 'bad', {})
  assert.match(failed.error!, /asks for \.n/)
})

test('an action of a module happens exactly once, with its step', async () => {
  const { flow } = await as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Ask',
      trigger: { kind: 'webhook' },
      steps: [
        {
          id: 'ask',
          kind: 'call',
          action: 'approval.request.create',
          input: { title: '{{ trigger.title }}', approver: '{{ trigger.approver }}' },
        },
        { id: 'done', kind: 'set', value: '{{ steps.ask.id }}' },
      ],
    },
  })
  const { run, state } = await deliver(flow, 'x', { title: 'Paper', approver: as['zhao']!.id })
  assert.equal(state, 'ready')
  engineOf(as.kernel)!.wake()
  await engineOf(as.kernel)!.idle()
  const ended = await runOf(run!)
  assert.equal(ended['state'], 'done', JSON.stringify(ended))
  const request = (await as.lin.call('approval.request.get', { request: ended['output'] })) as {
    title: string
  }
  assert.equal(request.title, 'Paper')
})
