import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import pg from 'pg'
import { openSite, type Site } from './child.ts'
import { cpuOf } from './cpu.ts'
import { interleaved, median, percentile, type Bench, type Line } from './measure.ts'
import { openNodeRed } from './node-red.ts'

/** Twice what shares a commit, so that the next batch is full when one ends. */
const CONNECTIONS = 128

type Call = <A>(action: string, input: object) => Promise<A>
interface Bed {
  readonly site: Site
  readonly call: Call
  readonly owner: pg.Client
  make(definition: object): Promise<{ flow: string; hook?: string }>
}

/** Flows: what a durable webhook costs beside one in memory, and what steps, waits and lists cost. */
export const bench: Bench = {
  name: 'flows',
  says: 'durable webhook → 3 steps against Node-RED in memory; events, steps, loops, sleepers, a million runs',
  async run(short) {
    await using site = await openSite({ people: 1 })
    const bed = await openBed(site)
    try {
      return [
        ...(await webhooks(bed, short)),
        await events(bed, short ? 2_000 : 20_000),
        ...(await steps(bed, short ? 40 : 200)),
        ...(await loop(bed, short ? 100 : 1_000)),
        ...(await sleepers(bed, short ? 10_000 : 100_000)),
        await page(bed, short ? 20_000 : 1_000_000),
      ]
    } finally {
      await bed.owner.end()
    }
  },
}

async function openBed(site: Site): Promise<Bed> {
  const { url, founder, owner: config } = site.opened
  const owner = new pg.Client(config as pg.ClientConfig)
  await owner.connect()
  const call: Call = async (action, input) => {
    const response = await fetch(`${url}/api/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${founder}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const body = (await response.json()) as never
    if (!response.ok) throw new Error(`${action}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    site,
    call,
    owner,
    make: (definition) =>
      call('flows.flow.create', {
        definition: { format: 1, title: 'bench', trigger: { kind: 'manual' }, ...definition },
      }),
  }
}

const THREE = [
  { id: 'a', kind: 'set', value: '{{ trigger.body.n + 1 }}' },
  {
    id: 'b',
    kind: 'choose',
    branches: [{ if: '{{ steps.a > 5 }}', steps: [{ id: 'c', kind: 'set', value: 'big' }] }],
    otherwise: [{ id: 'd', kind: 'set', value: 'small' }],
  },
  { id: 'e', kind: 'set', value: { size: '{{ steps.b }}', n: '{{ steps.a }}' } },
]

async function webhooks(bed: Bed, short: boolean): Promise<Line[]> {
  await using peer = await openNodeRed()
  const { hook } = await bed.make({ trigger: { kind: 'webhook', answer: 'result' }, steps: THREE })
  const ours = bed.site.opened.url + new URL(hook!).pathname
  let n = 0
  const load = async (url: string, seconds: number) => {
    const before = cpuOf(bed.site.server.process.pid!, bed.site.postgres)
    const done = (await autocannon({
      url,
      connections: CONNECTIONS,
      duration: seconds,
      requests: [
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          setupRequest: (request: object) => ({ ...request, body: `{"n":${n++},"name":"远山"}` }),
        },
      ],
    } as never)) as unknown as {
      requests: { total: number; average: number }
      latency: { p99: number }
      non2xx: number
      errors: number
    }
    if (done.non2xx || done.errors) throw new Error(`${done.non2xx} refused, ${done.errors} failed`)
    const cpu =
      (cpuOf(bed.site.server.process.pid!, bed.site.postgres) - before) / done.requests.total
    return { rate: done.requests.average, p99: done.latency.p99, cpu }
  }
  const seconds = short ? 2 : 8
  await load(ours, short ? 2 : 8)
  if (peer) await load(peer.url, short ? 2 : 8)
  const sides = {
    tenon: () => load(ours, seconds),
    ...(peer ? { red: () => load(peer.url, seconds) } : {}),
  }
  const found = await interleaved(short ? 1 : 5, sides)
  const of = (side: string, what: 'rate' | 'p99' | 'cpu'): number[] | undefined =>
    found[side]?.map((each) => each[what])
  const [tenon, red] = [of('tenon', 'rate')!, of('red', 'rate')]
  const note = peer
    ? 'bare: Node-RED, in memory'
    : 'Node-RED is not installed: npm install --prefix bench/peers'
  return [
    { what: 'durable webhook → 3 steps', unit: '/s', tenon, ...(red ? { bare: red } : {}), note },
    ...(red
      ? [
          {
            what: 'of Node-RED in memory',
            unit: '×',
            tenon: tenon.map((rate, at) => rate / red[at]!),
            bar: { at: 1.5, better: 'more' as const },
          },
        ]
      : []),
    {
      what: 'its answer, p99',
      unit: 'ms',
      tenon: of('tenon', 'p99')!,
      ...(red ? { bare: of('red', 'p99')! } : {}),
      bar: { at: 250, better: 'less' },
    },
    { what: 'processor time a run, node and PostgreSQL', unit: 'µs', tenon: of('tenon', 'cpu')! },
  ]
}

async function until<V>(what: () => Promise<V | undefined>): Promise<V> {
  for (;;) {
    const found = await what()
    if (found !== undefined) return found
    await sleep(10)
  }
}

const count = async ({ owner }: Bed, where: string, values: unknown[] = []): Promise<number> =>
  (
    await owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM flows.run WHERE ${where}`,
      values,
    )
  ).rows[0]!.n

/** A backlog committed at once, as after a stop: read, matched, run and the cursor moved. */
async function events(bed: Bed, many: number): Promise<Line> {
  const { flow } = await bed.make({
    trigger: { kind: 'event', event: 'shop.order.paid', where: '{{ trigger.total > 0 }}' },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.total * 2 }}' }],
  })
  const started = performance.now()
  await bed.owner.query(
    `INSERT INTO kernel.event (org, id, type, actor, payload) SELECT $1, gen_random_uuid(), 'shop.order.paid', 'bench', json_build_object('total', n) FROM generate_series(1, $2::int) n`,
    [bed.site.opened.org, many],
  )
  await until(async () => ((await count(bed, 'flow = $1', [flow])) >= many ? true : undefined))
  return {
    what: 'event → flow, from the commit of the events to the commit of the last run',
    unit: '/s',
    tenon: [(many / (performance.now() - started)) * 1000],
    bar: { at: 4_000, better: 'more' },
  }
}

async function steps(bed: Bed, many: number): Promise<Line[]> {
  const create = (id: string) => ({
    id,
    kind: 'call',
    action: 'shop.customer.create',
    input: { name: 'Bench', city: 'Suzhou' },
  })
  const long = await bed.make({ steps: Array.from({ length: 40 }, (_, n) => create(`s${n}`)) })
  const times: number[] = []
  for (let round = 0; round < Math.max(many / 40, 2); round++) {
    const { run } = await bed.call<{ run: string }>('flows.run.start', { flow: long.flow })
    const row = await until(async () => {
      const { rows } = await bed.owner.query<{ ms: number; state: string }>(
        'SELECT state, extract(epoch FROM ended_at - started_at) * 1000 AS ms FROM flows.run WHERE id = $1 AND ended_at IS NOT NULL',
        [run],
      )
      return rows[0]
    })
    if (row.state !== 'done') throw new Error(`the run is ${row.state}`)
    times.push(Number(row.ms) / 40)
  }
  const { flow, hook } = await bed.make({ trigger: { kind: 'webhook' }, steps: [create('one')] })
  const url = bed.site.opened.url + new URL(hook!).pathname
  for (let n = 0; n < many; n++) {
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"n":${n}}`,
    })
    await sleep(5)
  }
  await until(async () =>
    (await count(bed, `flow = $1 AND state = 'done'`, [flow])) >= many ? true : undefined,
  )
  const { rows } = await bed.owner.query<{ ms: number }>(
    'SELECT extract(epoch FROM started_at - created_at) * 1000 AS ms FROM flows.run WHERE flow = $1',
    [flow],
  )
  return [
    {
      what: 'a durable step (a record made by an action), 40 in a row',
      unit: 'ms',
      tenon: times,
      bar: { at: 4, better: 'less' },
    },
    {
      what: 'trigger → first step, p50',
      unit: 'ms',
      tenon: [
        percentile(
          rows.map(({ ms }) => Number(ms)),
          0.5,
        ),
      ],
      bar: { at: 5, better: 'less' },
    },
  ]
}

const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** A loop in a loop, with a row for each thousand: what the process holds must not grow with the items. */
async function loop(bed: Bed, side: number): Promise<Line[]> {
  const inner = (id: string, many: number, list: object[]) => ({
    id,
    kind: 'each',
    items: `{{ range(${many}) }}`,
    steps: list,
  })
  const { flow } = await bed.make({
    variables: { n: 0 },
    steps: [
      inner('outer', side, [
        inner('inner', side, [{ id: 'up', kind: 'set', variable: 'n', value: '{{ vars.n + 1 }}' }]),
        { id: 'nap', kind: 'wait', for: '1ms', when: '{{ item % 200 == 0 }}' },
      ]),
      { id: 'end', kind: 'set', value: '{{ vars.n }}' },
    ],
  })
  const pid = bed.site.server.process.pid!
  const { run } = await bed.call<{ run: string }>('flows.run.start', { flow })
  const seen: number[] = []
  const started = performance.now()
  await until(async () => {
    seen.push(residentOf(pid))
    await sleep(100)
    return (await count(bed, `id = $1 AND state IN ('done', 'failed')`, [run])) ? true : undefined
  })
  const seconds = (performance.now() - started) / 1000
  const half = seen.length >> 1
  const [early, late] = [median(seen.slice(0, Math.max(half, 1))), median(seen.slice(half))]
  return [
    {
      what: `memory of the server in the second half of a loop over ${(side * side).toLocaleString('en')} items, over the first`,
      unit: '×',
      tenon: [late / early],
      bar: { at: 1.15, better: 'less' },
    },
    { what: 'items of such a loop', unit: '/s', tenon: [(side * side) / seconds] },
  ]
}

/** What runs that wait cost while nothing happens; beside it the same server without them. */
async function sleepers(bed: Bed, many: number): Promise<Line[]> {
  const { flow } = await bed.make({ steps: [{ id: 'w', kind: 'wait', for: '30d' }] })
  const idle = async (): Promise<number> => {
    await sleep(2_000)
    const before = cpuOf(bed.site.server.process.pid!, bed.site.postgres)
    await sleep(5_000)
    return (cpuOf(bed.site.server.process.pid!, bed.site.postgres) - before) / 5_000
  }
  const bare = await idle()
  await bed.owner.query(
    `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, started_at, due_at, fence)
     SELECT $1, gen_random_uuid(), $2, 1, $2, 'waiting', 'manual', '{}', now(), now() + n * interval '1 s' + interval '1 day', 1 FROM generate_series(1, $3::int) n`,
    [bed.site.opened.org, flow, many],
  )
  await bed.owner.query('ANALYZE flows.run')
  return [
    {
      what: `processor time a second while ${many.toLocaleString('en')} runs sleep`,
      unit: 'ms',
      tenon: [await idle()],
      bare: [bare],
      note: 'bare: the same server without them',
    },
  ]
}

async function page(bed: Bed, many: number): Promise<Line> {
  await bed.owner.query(
    `INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, started_at, ended_at)
     SELECT $1, (lpad(to_hex(1700000000000 + n), 12, '0') || '7000800000000' || lpad(to_hex(n), 7, '0'))::uuid, gen_random_uuid(), 1, gen_random_uuid(), CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'done' END, 'event', '{"n":1}', now(), now() FROM generate_series(1, $2::int) n`,
    [bed.site.opened.org, many],
  )
  // A million rows at once are nobody's day: what PostgreSQL does about that is not the page.
  await bed.owner.query('VACUUM ANALYZE flows.run')
  await bed.owner.query('CHECKPOINT')
  const times: number[] = []
  for (let n = 0; n < 200; n++) {
    const started = performance.now()
    await bed.call('flows.run.list', {
      sort: ['-id'],
      limit: 50,
      ...(n % 2 ? { where: { state: 'failed' } } : {}),
    })
    times.push(performance.now() - started)
  }
  return {
    what: `first page of ${many.toLocaleString('en')} runs over HTTP, all or failed, p95`,
    unit: 'ms',
    tenon: [percentile(times, 0.95)],
    bar: { at: 50, better: 'less' },
  }
}
