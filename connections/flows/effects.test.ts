import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createFlow } from './actions/flow.create.ts'
import { deleteFlow } from './actions/flow.delete.ts'
import { disableFlow } from './actions/flow.disable.ts'
import { enableFlow } from './actions/flow.enable.ts'
import { exportFlow } from './actions/flow.export.ts'
import { updateFlow } from './actions/flow.update.ts'
import { httpSend } from './actions/http.send.ts'
import { faceOfQuestion } from './actions/question.face.ts'
import { openQuestion } from './actions/question.open.ts'
import { cancelRun } from './actions/run.cancel.ts'
import { getRun } from './actions/run.get.ts'
import { replayRuns } from './actions/run.replay.ts'
import { startRun } from './actions/run.start.ts'
import { stand, type Stand } from './testing.ts'

let on: Stand
let url: string
/** What the other side was asked, and what it answers next. */
const asked: { method: string; key: string | undefined }[] = []
let answers: number[] = []
const there = createServer((request: IncomingMessage, response) => {
  asked.push({
    method: request.method!,
    key: request.headers['idempotency-key'] as string | undefined,
  })
  const status = answers.shift() ?? 200
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end('{"got":true}')
})
before(async () => {
  there.listen(0, '127.0.0.1')
  await once(there, 'listening')
  url = `http://127.0.0.1:${(there.address() as AddressInfo).port}/`
  on = await stand({ egress: openEgress(['127.0.0.1']) })
})
after(async () => {
  await on[Symbol.asyncDispose]()
  there.close()
})

const ended = async (id: string) => {
  for (let tries = 0; tries < 300; tries++) {
    const row = await on.row(id)
    if (['done', 'failed', 'cancelled'].includes(row.state)) return row
    await on.settle()
  }
  throw new Error(JSON.stringify(await on.row(id)))
}

test('HTTP: tried again while the other side is away, always under the same key; what it refuses is data', async () => {
  const post = {
    id: 'p',
    kind: 'http',
    method: 'POST',
    url,
    body: { n: 1 },
    idempotent: true,
    retry: { times: 3, pauseMs: 5 },
  }
  const flow = await on.make({
    steps: [post, { id: 'end', kind: 'set', value: '{{ steps.p.body.got }}' }],
  })
  answers = [503, 429]
  const run = await on.run(flow)
  const done = await ended(run.id)
  assert.deepEqual([done.state, done.output], ['done', true], done.error ?? '')
  const keys = new Set(asked.map(({ key }) => key))
  assert.deepEqual([asked.length, keys.size], [3, 1])
  answers = [422]
  const refused = await ended((await on.run(flow)).id)
  assert.deepEqual([refused.state, refused.error_class], ['failed', 'data'])
  await on.as.lin.refuses(httpSend, { method: 'GET', url, headers: {} }, 'notFound', {
    door: 'http',
  })
})

test('a crash between intent and answer: the owner is asked, and what he says holds', async () => {
  const { org } = on.as.lin.actor
  const flow = await on.make({
    steps: [
      { id: 'p', kind: 'http', method: 'POST', url },
      { id: 'end', kind: 'set', value: '{{ default(steps.p.happened, false) }}' },
    ],
  })
  for (const [choice, sent, output] of [
    ['happened', 0, true],
    ['again', 1, false],
  ] as const) {
    const before = asked.length
    // As a server leaves it that died after the intent and before the answer.
    const run = crypto.randomUUID()
    await on.as.owner(async (client) => {
      await client.query(
        `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, started_at, due_at, fence) VALUES ($1, $2, $3, 1, $4, 'running', 'manual', '{}', now(), now() + interval '1 hour', 1)`,
        [org, run, flow, on.as.lin.id],
      )
      await client.query(
        `INSERT INTO flows.step (org, run, path, kind, state) VALUES ($1, $2, 'p', 'http', 'intent')`,
        [org, run],
      )
      await client.query(`UPDATE flows.run SET due_at = now() WHERE id = $1`, [run])
    })
    let question: string | undefined
    for (let tries = 0; !question && tries < 200; tries++) {
      await on.settle()
      const { items } = (await on.as.lin.call('flows.question.list', {
        where: { status: 'open', run },
      })) as { items: { id: string }[] }
      question = items[0]?.id
    }
    assert.equal(asked.length, before)
    await on.as.lin.call('flows.question.answer', { question, choice })
    const row = await ended(run)
    assert.deepEqual(
      [row.state, row.output, asked.length - before],
      ['done', output, sent],
      row.error ?? '',
    )
  }
  assert.equal(openQuestion.internal && faceOfQuestion.internal, true)
})

test('a zombie writes nothing: who was thought dead finds its lease gone', async () => {
  const { org } = on.as.lin.actor
  const flow = await on.make({
    steps: [
      {
        id: 'a',
        kind: 'call',
        action: 'approval.request.create',
        input: { title: 'zombie', approver: on.as['zhao']!.id },
      },
      { id: 'h', kind: 'http', url },
      {
        id: 'b',
        kind: 'call',
        action: 'approval.request.create',
        input: { title: 'zombie', approver: on.as['zhao']!.id },
      },
    ],
  })
  const { run } = await on.as.lin.call(startRun, { flow })
  // Taken away again and again while it runs: each step still happens once.
  const taking = setInterval(
    () =>
      void on.as.owner((client) =>
        client.query(
          `UPDATE flows.run SET state = 'ready', due_at = now(), fence = fence + 1 WHERE id = $1 AND state = 'running'`,
          [run],
        ),
      ),
    4,
  )
  await new Promise((resolve) => setTimeout(resolve, 150))
  clearInterval(taking)
  const row = await ended(run)
  assert.equal(row.state, 'done', row.error ?? '')
  const [found] = await on.as.kernel.database.reader(org).sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM approval.request WHERE org = ${org} AND title = 'zombie'`
  assert.equal(found!.n, 2)
})

test('run again: what would differ, from the failed step, on the newest version; cancelled is cancelled', async () => {
  const steps = (value: string) => [{ id: 'x', kind: 'set', value: `{{ ${value} }}` }]
  const { flow } = await on.as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Again',
      trigger: { kind: 'manual' },
      steps: steps('trigger.n / trigger.by'),
    },
  })
  await on.run(flow, { n: 6, by: 3 })
  const bad = await on.run(flow, { n: 6, by: 0 })
  assert.equal(bad.error_class, 'data')
  await on.as.lin.call(updateFlow, {
    flow,
    definition: {
      format: 1,
      title: 'Again',
      trigger: { kind: 'manual' },
      steps: steps('trigger.by == 0 ? 0 : trigger.n / trigger.by'),
    },
  })
  const dry = await on.as.lin.call(replayRuns, { flow, version: 'newest', dry: true })
  assert.deepEqual(
    dry.items.map(({ same, after: now }) => [same, now]),
    [
      [true, 2],
      [false, 0],
    ],
  )
  assert.equal((await on.runs(flow)).length, 2)
  const { items } = await on.as.lin.call(replayRuns, { flow, state: 'failed', version: 'newest' })
  assert.equal(items.length, 1)
  const again = await ended(items[0]!.run!)
  assert.deepEqual([again.state, again.output], ['done', 0])
  assert.equal((await on.as.lin.call(getRun, { run: again.id })).origin, bad.id)
  await on.as['stranger']!.refuses(getRun, { run: again.id }, 'notFound')
  await on.as.chen.refuses(startRun, { flow }, 'unknown')

  const waits = await on.make({ steps: [{ id: 'w', kind: 'wait', for: '1h' }] })
  const waiting = await on.run(waits)
  assert.deepEqual(await on.as.lin.call(cancelRun, { run: waiting.id }), {
    run: waiting.id,
    cancelled: true,
  })
  assert.equal((await on.row(waiting.id)).state, 'cancelled')
  const { definition } = await on.as.lin.call(exportFlow, { flow: waits })
  assert.deepEqual(Object.keys(definition as object), ['format', 'steps', 'title', 'trigger'])
  await on.as.lin.call(disableFlow, { flow: waits })
  await on.as.lin.refuses(startRun, { flow: waits }, 'off')
  await on.as.lin.call(enableFlow, { flow: waits })
  await on.as.lin.call(deleteFlow, { flow: waits })
  await on.as.lin.refuses(startRun, { flow: waits }, 'unknown')
})
