import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { DEPTH_MAX } from './asked.ts'
import { calendarOf } from './calendar.ts'
import { checkFlow } from './actions/flow.check.ts'
import { createFlow } from './actions/flow.create.ts'
import { disableFlow } from './actions/flow.disable.ts'
import { handOverFlow } from './actions/flow.hand_over.ts'
import { sweep } from './sweep.ts'
import { stand, type RunRow, type Stand } from './testing.ts'
import { missedTicks } from './ticks.ts'

let on: Stand
let org: string
let url: string
/** What the other side takes for a credential, and what it was sent. */
let password = 'right'
const posted: string[] = []
const there = createServer((request, response) => {
  const allowed = request.headers.authorization === `Bearer ${password}`
  if (allowed && request.method === 'POST') posted.push(request.url!)
  response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' })
  response.end('{}')
})
before(async () => {
  there.listen(0, '127.0.0.1')
  await once(there, 'listening')
  url = `http://127.0.0.1:${(there.address() as AddressInfo).port}`
  on = await stand({ egress: openEgress(['127.0.0.1']) })
  org = on.as.lin.actor.org
})
after(async () => {
  await on[Symbol.asyncDispose]()
  there.close()
})

const until = async <V>(look: () => Promise<V>, enough: (seen: V) => boolean): Promise<V> => {
  for (let tries = 0; ; tries++) {
    const seen = await look()
    if (enough(seen)) return seen
    assert.ok(tries < 300, JSON.stringify(seen))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const becomes = (run: string, state: string): Promise<RunRow> =>
  until(
    () => on.row(run),
    (row) => row.state === state,
  )
const start = async (flow: string, input: unknown = {}): Promise<string> =>
  ((await on.as.lin.call('flows.run.start', { flow, input })) as { run: string }).run

test('a run that sleeps for a moment wakes in time', async () => {
  const naps = Array.from({ length: 8 }, (_, n) => ({ id: `w${n}`, kind: 'wait', for: '15ms' }))
  const flow = await on.make({ steps: naps })
  const took: number[] = []
  for (let round = 0; round < 3; round++) {
    const began = performance.now()
    await becomes(await start(flow), 'done')
    took.push(performance.now() - began)
  }
  // Without a look at the right moment each of the eight naps takes up to a second.
  assert.ok(Math.min(...took) < 2_000, took.join(', '))
})

test('a refused account parks its runs; when it works again they go on by themselves', async () => {
  const { id: account } = await on.as.lin.call(createAccount, {
    title: 'There',
    connector: 'http',
    auth: 'bearer',
    credential: { token: 'right' },
    origins: [url],
  })
  const { flow } = await on.as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Ship',
      trigger: { kind: 'manual' },
      accounts: { there: { connector: 'http', title: 'There' } },
      steps: [
        { id: 'p', kind: 'http', method: 'POST', url: `${url}/parked`, account: 'there' },
        { id: 'end', kind: 'set', value: '{{ steps.p.status }}' },
      ],
    },
    accounts: { there: account },
  })
  const dependents = (await on.as.lin.call('vault.dependent.list', { where: { account } })) as {
    items: { title: string; link: string }[]
  }
  assert.deepEqual(
    dependents.items.map(({ title, link }) => [title, link]),
    [['Ship', `/flows/${flow}`]],
  )
  password = 'other'
  const runs = [await start(flow), await start(flow), await start(flow), await start(flow)]
  for (const run of runs) await becomes(run, 'waiting')
  assert.equal(posted.length, 0)
  password = 'right'
  await on.as.lin.call('vault.account.update', { account, credential: { token: 'right' } })
  for (const run of runs) assert.equal((await becomes(run, 'done')).output, 200)
  assert.equal(posted.length, runs.length)
})

test('a probe says whether it happened, and nobody is asked', async () => {
  const flow = await on.make({
    steps: [
      {
        id: 'p',
        kind: 'http',
        method: 'POST',
        url: `${url}/probed`,
        verify: {
          action: 'directory.person.list',
          input: { limit: 1 },
          happened: '{{ trigger.seen && size(output.items) == 1 && key != "" }}',
        },
      },
      { id: 'end', kind: 'set', value: '{{ default(steps.p.happened, false) }}' },
    ],
  })
  // As a server leaves it that died after the intent and before the answer.
  const run = crypto.randomUUID()
  await on.as.owner(async (client) => {
    await client.query(
      `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, started_at, due_at, fence) VALUES ($1, $2, $3, 1, $4, 'running', 'manual', '{"seen":true}', now(), now() + interval '1 hour', 1)`,
      [org, run, flow, on.as.lin.id],
    )
    await client.query(
      `INSERT INTO flows.step (org, run, path, kind, state) VALUES ($1, $2, 'p', 'http', 'intent')`,
      [org, run],
    )
    await client.query(`UPDATE flows.run SET due_at = now() WHERE id = $1`, [run])
  })
  assert.equal((await becomes(run, 'done')).output, true)
})

test('flows that start themselves end as a dead letter, directly and through each other', async () => {
  const ask = (id: string, title: string) => ({
    id,
    kind: 'call',
    action: 'approval.request.create',
    input: { title, approver: on.as['zhao']!.id },
  })
  const loop = (from: string, to: string) =>
    on.make({
      title: `${from} makes ${to}`,
      trigger: {
        kind: 'event',
        event: 'approval.request.created',
        where: `{{ trigger.title == "${from}" }}`,
      },
      steps: [ask('again', to)],
    })
  const flows = [await loop('ping', 'pong'), await loop('pong', 'ping')]
  await on.as.chen.call('approval.request.create', { title: 'ping', approver: on.as['zhao']!.id })
  const all = async () => (await Promise.all(flows.map((flow) => on.runs(flow)))).flat()
  const runs = await until(all, (seen) => seen.some(({ state }) => state === 'failed'))
  const dead = runs.filter(({ state }) => state === 'failed')
  assert.deepEqual([dead.length, runs.length], [1, DEPTH_MAX + 2])
  assert.match(dead[0]!.error!, /started one another/)
  for (const flow of flows) await on.as.lin.call(disableFlow, { flow })
  const self = await on.make({ steps: [] })
  await on.as.lin.call('flows.flow.update', {
    flow: self,
    definition: {
      format: 1,
      title: 'Self',
      trigger: { kind: 'manual' },
      steps: [{ id: 'me', kind: 'flow', flow: self }],
    },
  })
  assert.match((await becomes(await start(self), 'failed')).error!, /deep|another/)
})

test('faults of a definition are named before it runs', async () => {
  const faults = async (flow: object) =>
    (
      await on.as.lin.call(checkFlow, {
        definition: { format: 1, title: 'x', trigger: { kind: 'manual' }, steps: [], ...flow },
      })
    ).faults.map(({ path }) => path)
  const step = (one: object) => faults({ steps: [{ id: 'a', ...one }] })
  assert.deepEqual(await step({ kind: 'each', items: '{{ [1] }}', steps: [], width: 'many' }), [
    '/steps/0/width',
  ])
  assert.deepEqual(await step({ kind: 'http', url: 'https://x', method: 'FETCH' }), [
    '/steps/0/method',
  ])
  assert.deepEqual(await step({ kind: 'call', action: 'nobody.knows.this' }), ['/steps/0/action'])
  assert.deepEqual(
    await step({ kind: 'call', action: 'approval.request.create', input: { titel: 'x' } }),
    ['/steps/0/input/title', '/steps/0/input/approver', '/steps/0/input/titel'],
  )
  assert.deepEqual(await step({ kind: 'set', value: 1, retry: { times: -1, pauseMs: 0 } }), [
    '/steps/0/retry/times',
  ])
  assert.deepEqual(await faults({ trigger: { kind: 'moon' } }), ['/trigger/kind'])
  const daily = { kind: 'schedule', cron: '0 9 * *', zone: 'Asia/Shanghai', missed: 'skip' }
  assert.deepEqual(await faults({ trigger: daily }), ['/trigger/cron'])
  assert.deepEqual(await faults({ trigger: { kind: 'poll', action: 'a.b.c', input: {} } }), [
    '/trigger/everyMs',
    '/trigger/items',
    '/trigger/key',
  ])
  assert.deepEqual(await faults({ order: { kind: 'serial' }, zone: 'Moon/Base' }), [
    '/order/key',
    '/zone',
  ])
})

test('working days are the organisation’s: holidays, and weekends that are worked instead', async () => {
  // The Spring Festival of 2026 with its make-up days.
  const days_off = ['16', '17', '18', '19', '20', '23'].map((day) => `2026-02-${day}`)
  const days_worked = ['2026-02-14', '2026-02-28']
  await on.as.lin.call('flows.settings.update', { days_off, days_worked })
  const flow = await on.make({
    steps: [
      {
        id: 't',
        kind: 'time',
        at: '2026-02-13T01:00:00Z',
        workdays: 2,
        calendar: true,
        zone: 'Asia/Shanghai',
      },
      { id: 'end', kind: 'set', value: '{{ steps.t.day }}' },
    ],
  })
  assert.equal((await becomes(await start(flow), 'done')).output, '2026-02-24')
  const daily = {
    kind: 'schedule',
    cron: '30 9 * * *',
    zone: 'Asia/Shanghai',
    workdays: true,
    missed: 'all',
  } as const
  const ticks = missedTicks(
    daily,
    new Date('2026-02-13T01:30:00Z'),
    new Date('2026-02-25T05:00:00Z'),
    calendarOf({ days_off, days_worked }),
  )
  assert.deepEqual(
    ticks.map((at) => at.toISOString().slice(8, 10)),
    ['13', '14', '24', '25'],
  )
})

test('what outlived its retention goes, and nothing else', async () => {
  const flow = await on.make({
    steps: [
      { id: 'r', kind: 'rate', key: 'swept', times: 5, seconds: 1 },
      { id: 'w', kind: 'wait', for: '1ms' },
    ],
  })
  const [old, young] = [await start(flow), await start(flow)]
  for (const run of [old, young]) await becomes(run, 'done')
  await on.as.owner(async (client) => {
    await client.query(`UPDATE flows.run SET ended_at = now() - interval '91 days' WHERE id = $1`, [
      old,
    ])
    await client.query(`UPDATE flows.pace SET at = now() - interval '4 days'`)
  })
  assert.ok((await sweep(on.as.kernel)) >= 2)
  assert.deepEqual(
    (await on.runs(flow)).map(({ id }) => id),
    [young],
  )
  await on.as.owner(async (client) => {
    const left = await client.query(
      `SELECT (SELECT count(*)::int FROM flows.step WHERE run = $1) AS old, (SELECT count(*)::int FROM flows.step WHERE run = $2) AS young, (SELECT count(*)::int FROM flows.pace) AS pace`,
      [old, young],
    )
    assert.deepEqual(left.rows[0], { old: 0, young: 2, pace: 0 })
  })
})

test('a hundred thousand runs of one organisation do not hold up another’s first', async () => {
  const hog = await on.make({ steps: [{ id: 'w', kind: 'wait', for: '1h' }] })
  const other = crypto.randomUUID()
  const many = 100_000
  await on.as.owner(async (client) => {
    // Nobody is told of them: the next look finds them all at once.
    await client.query(
      `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, due_at) SELECT $1, gen_random_uuid(), $2, 1, $3, 'ready', 'manual', '{}', now() - interval '1 hour' FROM generate_series(1, $4::int)`,
      [org, hog, on.as.lin.id, many],
    )
    await client.query(
      `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, due_at) VALUES ($1, $2, $2, 1, $2, 'ready', 'manual', '{}', clock_timestamp())`,
      [other, other],
    )
    const taken = await until(
      async () =>
        (
          await client.query<{ first: boolean; hog: number }>(
            `SELECT (SELECT started_at IS NOT NULL FROM flows.run WHERE org = $1) AS first, (SELECT count(*)::int FROM flows.run WHERE flow = $2 AND started_at < coalesce((SELECT started_at FROM flows.run WHERE org = $1), 'infinity')) AS hog`,
            [other, hog],
          )
        ).rows[0]!,
      ({ first }) => first,
    )
    assert.ok(taken.hog < 2_000, `${taken.hog} of ${many} went before it`)
    await client.query('DELETE FROM flows.run WHERE flow = ANY($1)', [[hog, other]])
  })
})

test('the owner leaves: his flows stop, his runs stand still, administrators hear it, and hand both over', async () => {
  const wang = on.as.wang
  const { flow } = await wang.call(createFlow, {
    definition: {
      format: 1,
      title: 'His',
      trigger: { kind: 'manual' },
      steps: [
        { id: 'w', kind: 'wait', answer: true },
        { id: 'me', kind: 'call', action: 'directory.person.list', input: { limit: 1 } },
      ],
    },
  })
  const { run } = (await wang.call('flows.run.start', { flow })) as { run: string }
  await becomes(run, 'waiting')
  await on.as.lin.call('directory.person.leave', { person: wang.id })
  await on.settle()
  const stopped = (await on.as.lin.call('flows.flow.get', { flow })) as { state: string }
  assert.equal(stopped.state, 'stopped')
  const notices = (await on.as.lin.call('notify.notice.list', { limit: 20 })) as {
    items: { title: string }[]
  }
  assert.ok(notices.items.some(({ title }) => /1 flows stopped, 1 runs stand still/.test(title)))
  await on.as.owner((client) =>
    client.query(
      `UPDATE flows.step SET state = 'done', output = '1' WHERE run = $1 AND path = 'w'`,
      [run],
    ),
  )
  await on.as.owner((client) =>
    client.query(`UPDATE flows.run SET due_at = now() WHERE id = $1`, [run]),
  )
  await until(
    () => on.row(run) as Promise<RunRow & { parked: string | null }>,
    ({ state, parked }) => state === 'waiting' && parked === wang.id,
  )
  await on.as.chen.refuses(handOverFlow, { of: wang.id, to: on.as.chen.id }, 'forbidden')
  await on.as.lin.refuses(handOverFlow, { of: wang.id, to: wang.id }, 'gone')
  const handed = await on.as.lin.call(handOverFlow, { of: wang.id, to: on.as.lin.id })
  assert.deepEqual(handed, { flows: 1, runs: 1, more: false })
  await becomes(run, 'done')
})
