import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answerQuestion } from '../actions/question.answer.ts'
import { retryRun } from '../actions/run.retry.ts'
import { stand, type Stand } from '../testing.ts'

let on: Stand
before(async () => {
  on = await stand()
})
after(() => on[Symbol.asyncDispose]())

const ask = (id: string, title: string) => ({
  id,
  kind: 'call',
  action: 'approval.request.create',
  input: { title, approver: '{{ trigger.approver }}' },
})
const input = () => ({ approver: on.as['zhao']!.id })
const requests = async (title: string): Promise<number> => {
  const { org } = on.as.lin.actor
  const [row] = await on.as.kernel.database.reader(org).sql<{
    n: number
  }>`SELECT count(*) AS n FROM approval.request WHERE org = ${org} AND title LIKE ${`${title}%`}`
  return Number(row!.n)
}

test('each: items one by one and side by side, break, continue, collect, variables', async () => {
  const flow = await on.make({
    variables: { total: 0 },
    steps: [
      {
        id: 'one',
        kind: 'each',
        items: '{{ range(10) }}',
        collect: '{{ item * 2 }}',
        steps: [
          {
            id: 'stop',
            kind: 'choose',
            branches: [
              { if: '{{ item == 6 }}', steps: [{ id: 'b', kind: 'break' }] },
              { if: '{{ item == 2 }}', steps: [{ id: 'c', kind: 'continue' }] },
            ],
          },
          { id: 'add', kind: 'set', value: '{{ vars.total + item }}', variable: 'total' },
        ],
      },
      {
        id: 'wide',
        kind: 'each',
        items: '{{ range(5) }}',
        width: 3,
        collect: '{{ output }}',
        steps: [{ id: 'sq', kind: 'set', value: '{{ item * item }}' }],
      },
      {
        id: 'end',
        kind: 'set',
        value: {
          total: '{{ vars.total }}',
          one: '{{ steps.one }}',
          wide: '{{ steps.wide.items }}',
        },
      },
    ],
  })
  const { state, output, error } = await on.run(flow)
  assert.equal(state, 'done', error ?? '')
  assert.deepEqual(output, {
    total: 13,
    one: { count: 6, failed: 0, items: [0, 2, 6, 8, 10] },
    wide: [0, 1, 4, 9, 16],
  })
})

test('each over all pages of a list action, with an effect for each item', async () => {
  const flow = await on.make({
    steps: [
      {
        id: 'people',
        kind: 'each',
        from: { action: 'directory.person.list', input: { limit: 7 } },
        steps: [ask('ask', 'page-{{ index }}')],
        keepGoing: true,
      },
      { id: 'end', kind: 'set', value: '{{ steps.people }}' },
    ],
  })
  const { state, output, error } = await on.run(flow, input())
  assert.equal(state, 'done', error ?? '')
  const { count } = output as { count: number }
  assert.ok(count > 20)
  assert.equal(await requests('page-'), count)
})

test('try: what was done is undone in reverse, then catch, then finally', async () => {
  const flow = await on.make({
    variables: { said: [] },
    steps: [
      {
        id: 't',
        kind: 'try',
        steps: [
          { id: 'a', kind: 'set', value: 1 },
          { id: 'b', kind: 'set', value: 2 },
          { id: 'x', kind: 'fail', message: 'no {{ steps.b }}' },
          { id: 'never', kind: 'set', value: 3 },
        ],
        compensate: ['a', 'b', 'never'].map((of) => ({
          of,
          steps: [
            {
              id: `undo_${of}`,
              kind: 'set',
              variable: 'said',
              value: `{{ vars.said + ["${of}"] }}`,
            },
          ],
        })),
        catch: [
          { id: 'c', kind: 'set', variable: 'said', value: '{{ vars.said + [error.message] }}' },
        ],
        finally: [
          { id: 'f', kind: 'set', variable: 'said', value: '{{ vars.said + ["finally"] }}' },
        ],
      },
      { id: 'end', kind: 'set', value: '{{ vars.said }}' },
    ],
  })
  const { state, output, error } = await on.run(flow)
  assert.equal(state, 'done', error ?? '')
  assert.deepEqual(output, ['b', 'a', 'no 2', 'finally'])
})

test('wait: for an event that its own step set off, and for a time', async () => {
  const flow = await on.make({
    steps: [
      ask('req', 'awaited'),
      {
        id: 'decided',
        kind: 'wait',
        event: {
          type: 'approval.request.approved',
          on: '{{ event.request }}',
          value: '{{ steps.req.id }}',
        },
      },
      { id: 'nap', kind: 'wait', for: '50ms' },
      { id: 'end', kind: 'set', value: '{{ steps.decided.request == steps.req.id }}' },
    ],
  })
  const run = await on.run(flow, input())
  assert.equal(run.state, 'waiting', run.error ?? '')
  const { items } = (await on.as['zhao']!.call('approval.request.list', {
    where: { title: 'awaited' },
  })) as { items: { id: string }[] }
  await on.as['zhao']!.call('approval.request.approve', { request: items[0]!.id })
  const ended = await until(run.id)
  assert.deepEqual([ended.state, ended.output], ['done', true], ended.error ?? '')
})

const until = async (id: string) => {
  for (let tries = 0; tries < 200; tries++) {
    const row = await on.row(id)
    if (['done', 'failed', 'cancelled'].includes(row.state)) return row
    await on.settle()
  }
  throw new Error(`still ${JSON.stringify(await on.row(id))}`)
}

test('parallel branches that wait and work; a sub-flow answers', async () => {
  const sub = await on.make({
    trigger: {
      kind: 'manual',
      input: { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
    },
    steps: [
      { id: 'w', kind: 'wait', for: '20ms' },
      { id: 'x', kind: 'set', value: '{{ trigger.n * 10 }}' },
    ],
  })
  const pure = await on.make({ steps: [{ id: 'x', kind: 'set', value: '{{ trigger.n + 1 }}' }] })
  const flow = await on.make({
    steps: [
      {
        id: 'p',
        kind: 'parallel',
        branches: [
          {
            steps: [
              { id: 'w1', kind: 'wait', for: '30ms' },
              { id: 's1', kind: 'set', value: 'slow' },
            ],
          },
          { steps: [{ id: 's2', kind: 'flow', flow: sub, input: { n: 4 } }] },
          { steps: [{ id: 's3', kind: 'flow', flow: pure, input: { n: 4 } }] },
        ],
      },
    ],
  })
  const run = await on.run(flow)
  const ended = await until(run.id)
  assert.deepEqual([ended.state, ended.output], ['done', ['slow', 40, 5]], ended.error ?? '')
})

test('ask: two of three by card, the same button on every door; a failed run goes on where it failed', async () => {
  const flow = await on.make({
    steps: [
      ask('once', 'once-only'),
      {
        id: 'ok',
        kind: 'ask',
        people: ['{{ trigger.approver }}', '{{ trigger.chen }}', '{{ trigger.wang }}'],
        question: 'Buy?',
        need: 2,
      },
      {
        id: 'check',
        kind: 'call',
        action: 'approval.request.get',
        input: { request: '{{ steps.once.id }}' },
      },
      {
        id: 'bad',
        kind: 'call',
        action: 'approval.request.create',
        input: { title: 'again-{{ steps.ok.choice }}', approver: '{{ trigger.nobody }}' },
      },
    ],
  })
  const people = { ...input(), chen: on.as.chen.id, wang: on.as.wang.id, nobody: on.as.lin.id }
  const run = await on.run(flow, people)
  assert.equal(run.state, 'waiting', run.error ?? '')
  const { items } = (await on.as.chen.call('flows.question.list', {})) as {
    items: { id: string }[]
  }
  const question = items.at(-1)!.id
  await on.as.stranger.refuses(answerQuestion, { question, choice: 'approve' }, 'notFound')
  const cards = (await on.as.chen.call('cards.card.list', { limit: 50 })) as {
    items: { card: string; summary: string }[]
  }
  const card = cards.items.find(({ summary }) => summary === 'Buy?')!.card
  await on.as.chen.call('cards.card.press', { card, name: 'approve', client_action_id: 'c1' })
  await on.as.chen.refuses(answerQuestion, { question, choice: 'approve' }, 'alreadyAnswered')
  assert.equal((await on.row(run.id)).state, 'waiting')
  await on.as.wang.call(answerQuestion, { question, choice: 'approve' })
  const ended = await until(run.id)
  assert.equal(ended.state, 'failed')
  assert.equal(ended.error_step, 'bad')
  await on.as['zhao']!.refuses(answerQuestion, { question, choice: 'reject' }, 'decided')
  await on.as.lin.call(retryRun, { run: run.id })
  assert.equal((await until(run.id)).state, 'failed')
  assert.equal(await requests('once-only'), 1)
})

test('until: tried again with a pause; retry of a step; while', async () => {
  const flow = await on.make({
    variables: { n: 0 },
    steps: [
      {
        id: 'w',
        kind: 'while',
        while: '{{ vars.n < 5 }}',
        steps: [{ id: 'up', kind: 'set', value: '{{ vars.n + 1 }}', variable: 'n' }],
      },
      {
        id: 'u',
        kind: 'until',
        times: 4,
        pauseMs: 5,
        steps: [
          {
            id: 'sometimes',
            kind: 'choose',
            branches: [
              { if: '{{ index < 3 }}', steps: [{ id: 'no', kind: 'fail', message: 'not yet' }] },
            ],
            otherwise: [{ id: 'yes', kind: 'set', value: '{{ index }}' }],
          },
        ],
      },
      { id: 'end', kind: 'set', value: ['{{ vars.n }}', '{{ steps.w.rounds }}', '{{ steps.u }}'] },
    ],
  })
  const run = await on.run(flow)
  const ended = await until(run.id)
  assert.deepEqual([ended.state, ended.output], ['done', [5, 5, 3]], ended.error ?? '')
})
