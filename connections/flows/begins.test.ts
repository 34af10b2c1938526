import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createHttp } from '#interface/http'
import { createFlow } from './actions/flow.create.ts'
import { disableFlow } from './actions/flow.disable.ts'
import { stand, type RunRow, type Stand } from './testing.ts'

let on: Stand
let http: Awaited<ReturnType<typeof createHttp>>
before(async () => {
  on = await stand()
  http = await createHttp(on.as.kernel, {
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1:8080',
  })
})
after(async () => {
  await http.close()
  await on[Symbol.asyncDispose]()
})

const until = async <V>(look: () => Promise<V>, enough: (seen: V) => boolean): Promise<V> => {
  for (let tries = 0; ; tries++) {
    const seen = await look()
    if (enough(seen)) return seen
    assert.ok(tries < 400, JSON.stringify(seen))
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
const runs = (flow: string, enough: (seen: RunRow[]) => boolean) =>
  until(() => on.runs(flow), enough)
const start = async (flow: string, input: unknown = {}): Promise<string> =>
  ((await on.as.lin.call('flows.run.start', { flow, input })) as { run: string }).run
const becomes = (run: string, state: string) =>
  until(
    () => on.row(run),
    (row) => row.state === state,
  )

test('a word in a message begins it; another word does not', async () => {
  const flow = await on.make({
    trigger: { kind: 'mention', word: '报修' },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.message.text }}' }],
  })
  const { conversation } = (await on.as.chen.call('chat.conversation.create', {
    kind: 'direct',
    people: [on.as.zhao!.id],
  })) as { conversation: { id: string } }
  for (const text of ['hello', '报修：3 号机'])
    await on.as.chen.call('chat.message.send', { conversation: conversation.id, text })
  const [only, ...others] = await runs(flow, ({ length }) => length > 0)
  assert.deepEqual([only!.output, others], ['报修：3 号机', []])
  await on.as.lin.call(disableFlow, { flow })
})

test('a button is pressed by anybody, and says who; its fields are checked', async () => {
  const flow = await on.make({
    trigger: {
      kind: 'button',
      title: 'Report',
      input: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
    },
    steps: [{ id: 'x', kind: 'set', value: ['{{ trigger.n }}', '{{ trigger.by }}'] }],
  })
  await on.as.chen.refuses('flows.run.start', { flow, input: { n: 'one' } }, 'invalid')
  const { run } = (await on.as.chen.call('flows.run.start', { flow, input: { n: 1 } })) as {
    run: string
  }
  assert.deepEqual((await becomes(run, 'done')).output, [1, on.as.chen.id])
  await on.as.chen.refuses('flows.run.get', { run }, 'notFound')
})

test('the newest ends those that have not begun, and lets the one under way finish', async () => {
  const flow = await on.make({
    order: { kind: 'newest', key: 'k' },
    steps: [{ id: 'w', kind: 'wait', answer: true }],
  })
  const first = await start(flow, { n: 1 })
  await becomes(first, 'waiting')
  const [second, third] = [await start(flow, { n: 2 }), await start(flow, { n: 3 })]
  assert.deepEqual(
    await Promise.all([first, second, third].map(async (run) => (await on.row(run)).state)),
    ['waiting', 'cancelled', 'queued'],
  )
  await on.as.lin.call('flows.run.cancel', { run: first })
  await becomes(third, 'waiting')
})

test('a webhook with a token; with a condition that is not met nothing begins', async () => {
  const made = await on.as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Token',
      trigger: {
        kind: 'webhook',
        verify: { scheme: 'token' },
        where: '{{ trigger.body.n > 1 }}',
        answer: 'result',
      },
      steps: [{ id: 'x', kind: 'set', value: '{{ trigger.body.n }}' }],
    },
    secret: 'a token of ours',
  })
  const post = async (n: number, headers: Record<string, string>) => {
    const { port } = http.server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}${new URL(made.hook!).pathname}`, {
      method: 'POST',
      body: JSON.stringify({ n }),
      headers: { 'content-type': 'application/json', ...headers },
    })
    return [response.status, (await response.json()) as unknown] as const
  }
  assert.equal((await post(2, {}))[0], 401)
  assert.equal((await post(2, { 'x-gitlab-token': 'a token of theirs' }))[0], 401)
  assert.deepEqual(await post(2, { 'x-gitlab-token': 'a token of ours' }), [200, 2])
  assert.deepEqual(await post(3, { authorization: 'Bearer a token of ours' }), [200, 3])
  assert.deepEqual(await post(1, { 'x-gitlab-token': 'a token of ours' }), [202, { run: null }])
  assert.equal((await on.runs(made.flow)).length, 2)
})

test('a decision: a veto is enough, and a deadline passes without anybody', async () => {
  const asks = async (more: object) => {
    const flow = await on.make({
      steps: [
        {
          id: 'q',
          kind: 'ask',
          people: [on.as.chen.id, on.as.zhao!.id],
          question: 'Ship it?',
          need: 'all',
          ...more,
        },
        { id: 'x', kind: 'set', value: '{{ steps.q.choice }}' },
      ],
    })
    const run = await start(flow)
    // A short deadline may have passed before anybody looks.
    await until(
      () => on.row(run),
      ({ state }) => state === 'waiting' || state === 'done',
    )
    const { items } = (await on.as.chen.call('flows.question.list', { where: { run } })) as {
      items: { id: string }[]
    }
    return { run, question: items[0]!.id }
  }
  const veto = await asks({ veto: true })
  await on.as.zhao!.call('flows.question.answer', { question: veto.question, choice: 'reject' })
  assert.equal((await becomes(veto.run, 'done')).output, 'reject')
  await on.as.chen.refuses(
    'flows.question.answer',
    { question: veto.question, choice: 'approve' },
    'decided',
  )
  const late = await asks({ deadline: '200ms' })
  assert.equal((await becomes(late.run, 'done')).output, 'none')
  await on.as.chen.refuses(
    'flows.question.answer',
    { question: late.question, choice: 'approve' },
    'decided',
  )
})

test('until a moment; and what comes finally comes after the wait, also when it failed', async () => {
  const flow = await on.make({
    variables: { seen: [] },
    steps: [
      {
        id: 't',
        kind: 'try',
        steps: [
          { id: 'w', kind: 'wait', until: '{{ trigger.until }}' },
          { id: 'bad', kind: 'fail', message: 'no', when: '{{ trigger.bad }}' },
        ],
        catch: [{ id: 'c', kind: 'append', variable: 'seen', value: 'caught' }],
        finally: [
          { id: 'w2', kind: 'wait', for: '10ms' },
          { id: 'f', kind: 'append', variable: 'seen', value: 'finally' },
        ],
      },
      { id: 'end', kind: 'set', value: '{{ vars.seen }}' },
    ],
  })
  const soon = new Date(Date.now() + 300).toISOString()
  const [good, bad] = [
    await start(flow, { until: soon, bad: false }),
    await start(flow, { until: soon, bad: true }),
  ]
  assert.deepEqual((await becomes(good, 'done')).output, ['finally'])
  assert.deepEqual((await becomes(bad, 'done')).output, ['caught', 'finally'])
  assert.ok(Date.now() >= Date.parse(soon))
})

test('a schedule that is due fires once, whoever looks, and is due again', async () => {
  const flow = await on.make({
    trigger: { kind: 'schedule', cron: '* * * * *', zone: 'Asia/Shanghai', missed: 'latest' },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.at }}' }],
  })
  const due = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  await on.as.owner((client) =>
    client.query(`UPDATE flows.tick SET next_at = $2 WHERE flow = $1`, [flow, due]),
  )
  const [run] = await runs(flow, ({ length }) => length > 0)
  assert.equal(run!.output, due.toISOString())
  await on.as.owner(async (client) => {
    await client.query(`UPDATE flows.tick SET next_at = $2 WHERE flow = $1`, [flow, due])
    await until(
      async () =>
        (
          await client.query<{ later: boolean }>(
            `SELECT next_at > now() AS later FROM flows.tick WHERE flow = $1`,
            [flow],
          )
        ).rows[0]!.later,
      (later) => later,
    )
  })
  // The same moment again is the run that there is; a minute may have passed meanwhile.
  const seen = (await on.runs(flow)).map(({ output }) => output)
  assert.equal(seen.filter((at) => at === due.toISOString()).length, 1)
  await on.as.lin.call(disableFlow, { flow })
})

test('a device’s alarm begins it, through its event', async () => {
  const flow = await on.make({
    trigger: {
      kind: 'event',
      event: 'devices.device.alarmed',
      where: '{{ trigger.level == "critical" }}',
    },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.text }}' }],
  })
  const alarm = (level: string) =>
    JSON.stringify({ device: on.as.lin.id, level, text: `Too hot: ${level}` })
  await on.as.owner(async (client) => {
    for (const level of ['warning', 'critical'])
      await client.query(
        `INSERT INTO kernel.event (org, id, type, actor, payload) VALUES ($1, gen_random_uuid(), 'devices.device.alarmed', 'device', $2)`,
        [on.as.lin.actor.org, alarm(level)],
      )
  })
  const [only, ...others] = await runs(flow, ({ length }) => length > 0)
  assert.deepEqual([only!.output, others], ['Too hot: critical', []])
})
