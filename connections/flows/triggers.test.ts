import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createHttp } from '#interface/http'
import { createFlow } from './actions/flow.create.ts'
import { disableFlow } from './actions/flow.disable.ts'
import { updateFlow } from './actions/flow.update.ts'
import { stand, type RunRow, type Stand } from './testing.ts'
import { missedTicks, nextTick } from './ticks.ts'

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

const some = async (flow: string, enough: (runs: RunRow[]) => boolean): Promise<RunRow[]> => {
  for (let tries = 0; tries < 300; tries++) {
    const runs = await on.runs(flow)
    if (enough(runs)) return runs
    await on.settle()
  }
  throw new Error(JSON.stringify(await on.runs(flow)))
}
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${(http.server.address() as AddressInfo).port}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })

test('an event starts one run, with its condition; its own action counts as such', async () => {
  const flow = await on.make({
    trigger: {
      kind: 'event',
      event: 'approval.request.created',
      where: '{{ trigger.title.startsWith("E-") }}',
    },
    steps: [{ id: 'a', kind: 'set', value: '{{ trigger.title + trigger.event.type }}' }],
  })
  for (const title of ['E-1', 'other', 'E-2'])
    await on.as.chen.call('approval.request.create', { title, approver: on.as['zhao']!.id })
  const runs = await some(flow, ({ length }) => length === 2)
  assert.deepEqual(runs.map(({ output }) => output).toSorted(), [
    'E-1approval.request.created',
    'E-2approval.request.created',
  ])
  await on.as.bo.refuses(
    createFlow,
    {
      definition: {
        format: 1,
        title: 'x',
        trigger: { kind: 'event', event: 'approval.request.created' },
        steps: [],
      },
    },
    'forbidden',
  )
})

test('a record that changed starts a run', async () => {
  const flow = await on.make({
    trigger: { kind: 'record', entity: 'approval.request', on: ['created', 'updated'] },
    steps: [{ id: 'a', kind: 'set', value: '{{ trigger.op }}' }],
  })
  // A node learns within a second what is watched.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  const made = (await on.as.chen.call('approval.request.create', {
    title: 'R',
    approver: on.as['zhao']!.id,
  })) as { id: string }
  await on.as['zhao']!.call('approval.request.approve', { request: made.id })
  const runs = await some(flow, ({ length }) => length >= 2)
  assert.deepEqual(
    runs.map(({ output }) => output),
    ['create', 'update'],
  )
})

test('webhooks: signed, the same delivery answers the same run, the result on demand, an answer from outside', async () => {
  const definition = (verify: object | undefined, steps: object[], answer = 'result') => ({
    format: 1,
    title: 'Hook',
    trigger: { kind: 'webhook', answer, ...(verify ? { verify } : {}) },
    steps,
  })
  const double = [{ id: 'a', kind: 'set', value: { n: '{{ trigger.body.n * 2 }}' } }]
  const path = (made: { hook?: string }) => new URL(made.hook!).pathname

  const open = await on.as.lin.call(createFlow, { definition: definition(undefined, double) })
  const first = await post(path(open), '{"n":4}')
  assert.deepEqual([first.status, await first.json()], [200, { n: 8 }])
  assert.deepEqual(await (await post(path(open), '{"n":4}')).json(), { n: 8 })
  assert.equal((await on.runs(open.flow)).length, 1)
  assert.equal((await post(path(open), '{"n":')).status, 400)
  assert.equal((await post('/hooks/nothing', '{}')).status, 404)

  const standard = await on.as.lin.call(createFlow, {
    definition: definition({ scheme: 'standard' }, double),
  })
  assert.match(standard.secret!, /^whsec_/)
  assert.equal((await post(path(standard), '{"n":1}')).status, 401)
  const now = new Date()
  const signature = new Webhook(standard.secret!).sign('msg_1', now, '{"n":1}')
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  }
  assert.deepEqual(await (await post(path(standard), '{"n":1}', headers)).json(), { n: 2 })
  assert.equal((await post(path(standard), '{"n":2}', headers)).status, 401)

  const hmac = await on.as.lin.call(createFlow, {
    definition: definition({ scheme: 'hmac-sha256' }, double),
    secret: 'known to both',
  })
  const sum = createHmac('sha256', 'known to both').update('{"n":5}').digest('hex')
  assert.deepEqual(
    await (await post(path(hmac), '{"n":5}', { 'x-hub-signature-256': `sha256=${sum}` })).json(),
    { n: 10 },
  )

  const asking = await on.as.lin.call(createFlow, {
    definition: definition(
      undefined,
      [
        { id: 'said', kind: 'set', value: '{{ run.answer }}' },
        { id: 'outside', kind: 'wait', answer: true },
        { id: 'end', kind: 'set', value: '{{ steps.outside.body.yes }}' },
      ],
      'accepted',
    ),
  })
  const taken = await post(path(asking), '{"x":1}')
  assert.equal(taken.status, 202)
  const [waiting] = await some(asking.flow, ([run]) => run?.state === 'waiting')
  const { answerAddress } = await import('./answer-address.ts')
  const address = new URL(
    answerAddress(on.as.kernel, {
      ...(waiting as object),
      org: on.as.lin.actor.org,
      id: waiting!.id,
    } as never),
  ).pathname
  assert.deepEqual(await (await post(`${address}outside`, '{"yes":true}')).json(), { taken: true })
  assert.deepEqual(await (await post(`${address}outside`, '{"yes":false}')).json(), {
    taken: false,
  })
  const [ended] = await some(asking.flow, ([run]) => run?.state === 'done')
  assert.equal(ended!.output, true)
  await on.as.lin.call(disableFlow, { flow: asking.flow })
})

test('a poll makes each item a run once, and its cursor moves with them', async () => {
  const flow = await on.make({
    trigger: {
      kind: 'poll',
      action: 'directory.person.list',
      everyMs: 1_000,
      input: { limit: 100 },
      items: '{{ output.items }}',
      key: '{{ item.id }}',
      cursor: '{{ default(cursor, 0) + 1 }}',
    },
    steps: [{ id: 'a', kind: 'set', value: '{{ trigger.name }}' }],
  })
  const people = (await on.as.lin.call('directory.person.list', { limit: 100 })) as {
    items: unknown[]
  }
  const polled = async (): Promise<number> => {
    const { org } = on.as.lin.actor
    const [row] = await on.as.kernel.database.reader(org).sql<{
      cursor: number
    }>`SELECT cursor FROM flows.tick WHERE org = ${org} AND flow = ${flow}`
    return Number(row!.cursor ?? 0)
  }
  for (let tries = 0; (await polled()) < 2 && tries < 100; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100))
  assert.ok((await polled()) >= 2)
  assert.equal((await on.runs(flow)).length, people.items.length)
  await on.as.lin.call(disableFlow, { flow })
})

test('serial runs go one after another for each key, and a failing key alone stands still', async () => {
  const flow = await on.make({
    order: { kind: 'serial', key: '{{ trigger.key }}', parkAfter: 1 },
    steps: [
      { id: 'w', kind: 'wait', for: '{{ trigger.key == "slow" ? "60ms" : "1ms" }}' },
      { id: 'x', kind: 'set', value: '{{ trigger.bad ? 1 / 0 : trigger.n }}' },
    ],
  })
  for (const [key, n, bad] of [
    ['slow', 1, false],
    ['slow', 2, false],
    ['quick', 1, false],
    ['ill', 1, true],
    ['ill', 2, false],
  ] as const)
    await on.as.lin.call('flows.run.start', { flow, input: { key, n, bad } })
  const runs = await some(flow, (all) => all.filter(({ state }) => state === 'done').length === 3)
  const ill = runs.filter(({ input }) => (input as { key: string }).key === 'ill')
  assert.deepEqual(
    ill.map(({ state }) => state),
    ['failed', 'queued'],
  )
})

test('collect: what comes while it is not quiet becomes one run; newest and reject', async () => {
  const collect = await on.make({
    order: { kind: 'collect', key: 'all', quietMs: 150, mostMs: 5_000, max: 100 },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.items.map(i, i.n) }}' }],
  })
  for (const n of [1, 2, 3])
    await on.as.lin.call('flows.run.start', { flow: collect, input: { n } })
  const [run, ...others] = await some(collect, ([first]) => first?.state === 'done')
  assert.deepEqual([run!.output, others], [[1, 2, 3], []])

  const reject = await on.make({
    order: { kind: 'reject', key: 'one' },
    steps: [{ id: 'w', kind: 'wait', for: '1h' }],
  })
  for (const n of [1, 2]) await on.as.lin.call('flows.run.start', { flow: reject, input: { n } })
  await on.settle()
  assert.deepEqual(
    (await on.runs(reject)).map(({ state }) => state),
    ['waiting', 'cancelled'],
  )
})

test('schedules: zones, working days, what was missed', () => {
  const base = {
    kind: 'schedule',
    cron: '30 9 * * *',
    zone: 'Asia/Shanghai',
    missed: 'latest',
  } as const
  const friday = new Date('2026-11-20T02:00:00Z')
  assert.equal(nextTick(base, friday)!.toISOString(), '2026-11-21T01:30:00.000Z')
  assert.equal(
    nextTick({ ...base, workdays: true }, friday)!.toISOString(),
    '2026-11-23T01:30:00.000Z',
  )
  const from = new Date('2026-11-20T01:30:00Z')
  const now = new Date('2026-11-23T05:00:00Z')
  assert.equal(missedTicks({ ...base, missed: 'all' }, from, now).length, 4)
  assert.deepEqual(
    missedTicks(base, from, now).map((at) => at.toISOString()),
    ['2026-11-23T01:30:00.000Z'],
  )
  assert.equal(missedTicks({ ...base, missed: 'skip' }, from, now).length, 0)
  assert.equal(missedTicks({ ...base, missed: 'all', graceMs: 86_400_000 }, from, now).length, 1)
})

test('a run pins its version: what waits finishes on its own', async () => {
  const flow = await on.make({
    steps: [
      { id: 'w', kind: 'wait', for: '300ms' },
      { id: 'x', kind: 'set', value: 'old' },
    ],
  })
  const { run } = (await on.as.lin.call('flows.run.start', { flow })) as { run: string }
  await on.settle()
  const { version } = await on.as.lin.call(updateFlow, {
    flow,
    definition: {
      format: 1,
      title: 'Test',
      trigger: { kind: 'manual' },
      steps: [{ id: 'x', kind: 'set', value: 'new' }],
    },
  })
  assert.equal(version, 2)
  const later = await on.run(flow)
  assert.equal(later.output, 'new')
  const runs = await some(flow, (all) => all.every(({ state }) => state === 'done'))
  assert.equal(runs.find(({ id }) => id === run)!.output, 'old')
  const { changes } = (await on.as.lin.call('flows.flow.diff', { flow, from: 1, to: 2 })) as {
    changes: { what: string; step?: string }[]
  }
  assert.deepEqual(changes.map(({ what, step }) => `${what} ${step}`).toSorted(), [
    'changed x',
    'moved x',
    'removed w',
  ])
})

test('a standard’s action is the one of the module that stands for it', async () => {
  const flow = await on.make({
    steps: [
      { id: 'rooms', kind: 'call', action: 'hr.person@1#hr.person.list', input: { limit: 3 } },
      { id: 'n', kind: 'set', value: '{{ steps.rooms.items.size() }}' },
    ],
  })
  const run = await on.run(flow)
  assert.equal(run.state, 'done', run.error ?? '')
  assert.equal(typeof run.output, 'number')
})
