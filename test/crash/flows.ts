import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { SEED, seeded } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { until } from './rounds.ts'
import { call, crashServer, faultsOf, found, type Persona } from './server.ts'

/** Senders that each have one delivery under way. */
const SENDERS = 8
const AGAIN_MS = 50
const KEYS = ['red', 'green', 'blue', 'white']

interface Told {
  /** By delivery: the run that it was acknowledged as, each time it was. */
  readonly taken: Map<string, Set<string>>
  readonly strange: string[]
}

const ask = (id: string, title: string) => ({
  id,
  kind: 'call',
  action: 'approval.request.create',
  input: { title, approver: '{{ trigger.body.approver }}' },
})

/** Deliveries under load while server and database die; afterwards every one has had its effects once. */
export async function crashFlows(
  rounds: number,
  runs: number,
  say: (line: string) => void,
): Promise<void> {
  const random = seeded(SEED)
  await using server = await crashServer()
  await server.start()
  const { admin, people } = await found(server, 2)
  const hooks = await makeFlows(server.url, admin)
  const told: Told = { taken: new Map(), strange: [] }
  let stopped = false
  const sending = Array.from({ length: SENDERS }, async (_, sender) => {
    for (let n = 0; !stopped; n++)
      await deliver(
        server.url,
        hooks[(sender + n) % hooks.length]!,
        people[0]!,
        told,
        () => stopped,
        KEYS[n % 4]!,
      )
  })
  for (let round = 1; round <= rounds; round++) {
    const before = told.taken.size
    await sleep(100 + random() * 700)
    const victim = (['server', 'server', 'postmaster', 'both'] as const)[Math.floor(random() * 4)]!
    const postmaster = victim === 'server' ? undefined : await server.postgres('postmaster')
    const dying = victim === 'postmaster' ? undefined : server.kill()
    if (postmaster) process.kill(postmaster, 'SIGKILL')
    await dying
    if (!server.alive()) await server.start()
    await until(
      () => told.taken.size > before + 10,
      `round ${round}: nothing is taken any more after the death of the ${victim}`,
    )
    say(`round ${round} of ${rounds}: ${victim} died; ${told.taken.size} deliveries acknowledged`)
  }
  await until(() => told.taken.size >= runs, `only ${told.taken.size} of ${runs} deliveries`)
  stopped = true
  await Promise.all(sending)
  const wrong = await server.owner(async (client) => {
    await until(
      async () => (await unended(client)) === 0,
      'runs are left that nobody takes up',
    ).catch(() => undefined)
    // What the last commit set off is still being read.
    await until(async () => (await heard(client)).length === 0, 'events').catch(() => undefined)
    return [...told.strange, ...(await differences(client, told)), ...(await heard(client))]
  })
  none(wrong.length ? [...wrong, ...faultsOf(server)] : [])
  say(`${told.taken.size} deliveries, each of them once`)
}

async function makeFlows(url: string, admin: Persona): Promise<string[]> {
  const make = async (definition: object): Promise<string> => {
    const made = (await call(url, admin.token, 'flows.flow.create', {
      definition: { format: 1, ...definition },
    })) as { hook?: string }
    return made.hook ? new URL(made.hook).pathname : ''
  }
  const hook = { kind: 'webhook' }
  await make({
    title: 'heard',
    trigger: {
      kind: 'event',
      event: 'approval.request.created',
      where: '{{ trigger.title.endsWith("/last") }}',
    },
    steps: [{ id: 'x', kind: 'set', value: '{{ trigger.title }}' }],
  })
  return [
    await make({
      title: 'pure',
      trigger: hook,
      steps: [{ id: 'x', kind: 'set', value: '{{ trigger.body.id }}' }],
    }),
    await make({
      title: 'effects',
      trigger: hook,
      steps: [
        ask('first', '{{ trigger.body.id }}/first'),
        { id: 'nap', kind: 'wait', for: '30ms' },
        {
          id: 'lines',
          kind: 'each',
          items: '{{ range(3) }}',
          width: 2,
          steps: [ask('line', '{{ trigger.body.id }}/{{ index }}')],
        },
        ask('last', '{{ trigger.body.id }}/last'),
      ],
    }),
    await make({
      title: 'in order',
      trigger: hook,
      order: { kind: 'serial', key: '{{ trigger.body.key }}' },
      steps: [
        ask('first', '{{ trigger.body.id }}/first'),
        ask('last', '{{ trigger.body.id }}/last'),
      ],
    }),
  ]
}

/** Sends it until it is acknowledged, and now and then once more. */
async function deliver(
  url: string,
  hook: string,
  approver: Persona,
  { taken, strange }: Told,
  stopped: () => boolean,
  key: string,
): Promise<void> {
  const id = randomUUID()
  const body = JSON.stringify({ id, key, approver: approver.id })
  let again = Math.random() < 0.1
  for (let tries = 0; tries < 2_000; tries++) {
    try {
      const response = await fetch(url + hook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'webhook-id': id },
        body,
        signal: AbortSignal.timeout(10_000),
      })
      const answer = (await response.json()) as { run?: string; code?: string; detail?: string }
      if (response.ok) {
        taken.set(`${hook} ${id}`, (taken.get(`${hook} ${id}`) ?? new Set()).add(answer.run!))
        if (!again) return
        again = false
      } else if (!['unavailable', 'limited'].includes(answer.code ?? '')) {
        strange.push(`delivery: ${response.status} ${answer.detail}`)
        return
      }
    } catch {
      // Nobody is there: it comes back.
    }
    if (stopped() && tries > 400) return
    await sleep(AGAIN_MS)
  }
}

async function unended(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM flows.run WHERE state NOT IN ('done', 'failed', 'cancelled')`,
  )
  return rows[0]!.n
}

const words = async (client: pg.Client, text: string): Promise<string[]> =>
  (await client.query<{ what: string }>(text)).rows.map(({ what }) => what)

async function differences(client: pg.Client, { taken }: Told): Promise<string[]> {
  const { rows } = await client.query<{
    id: string
    delivery: string
    state: string
    error: string | null
    title: string
  }>(`
    SELECT r.id, r.input -> 'body' ->> 'id' AS delivery, r.state, r.error, v.definition ->> 'title' AS title
    FROM flows.run r JOIN flows.version v ON v.org = r.org AND v.flow = r.flow AND v.number = r.version WHERE r.cause = 'webhook'`)
  const wrong: string[] = []
  const byDelivery = Map.groupBy(rows, ({ delivery }) => delivery)
  for (const [key, ids] of taken) {
    const found = byDelivery.get(key.split(' ')[1]!) ?? []
    if (ids.size !== 1 || found.length !== 1 || !ids.has(found[0]!.id))
      wrong.push(
        `${key} was acknowledged as ${[...ids].join()} and has the runs ${found.map(({ id }) => id).join()}`,
      )
  }
  for (const [delivery, found] of byDelivery)
    if (found.length !== 1) wrong.push(`${delivery} has ${found.length} runs`)
  for (const { id, state, error } of rows)
    if (state !== 'done') wrong.push(`run ${id} is ${state}: ${error}`)
  // Every effect of every run once, and none that no run has.
  const { rows: effects } = await client.query<{ title: string; n: number }>(
    `SELECT title, count(*)::int AS n FROM approval.request WHERE title LIKE '%/%' GROUP BY title`,
  )
  const times = new Map(effects.map(({ title, n }) => [title, n]))
  const expected = new Set<string>()
  for (const { delivery, title } of rows) {
    if (title === 'pure') continue
    const parts = title === 'effects' ? ['first', '0', '1', '2', 'last'] : ['first', 'last']
    for (const part of parts) {
      expected.add(`${delivery}/${part}`)
      if (times.get(`${delivery}/${part}`) !== 1)
        wrong.push(
          `${title}: ${delivery}/${part} happened ${times.get(`${delivery}/${part}`) ?? 0} times`,
        )
    }
  }
  for (const title of times.keys())
    if (!expected.has(title)) wrong.push(`${title} belongs to no run`)
  assert.ok(expected.size > 20, 'there was a load')
  return [...wrong.slice(0, 10), ...(await order(client)), ...(await orphans(client))]
}

/** Of one key the next began after the one before had ended. */
const order = (client: pg.Client): Promise<string[]> =>
  words(
    client,
    `SELECT 'run ' || id || ' of ' || lane || ' began before ' || before || ' had ended' AS what FROM (
      SELECT id, lane, started_at, lag(id) OVER w AS before, lag(ended_at) OVER w AS ended FROM flows.run WHERE lane IS NOT NULL WINDOW w AS (PARTITION BY flow, lane ORDER BY id)
    ) o WHERE started_at < ended LIMIT 5`,
  )

const orphans = (client: pg.Client): Promise<string[]> =>
  words(
    client,
    `SELECT 'step ' || s.path || ' of ' || s.run || ' is left ' || s.state AS what FROM flows.step s LEFT JOIN flows.run r ON r.org = s.org AND r.id = s.run
     WHERE r.id IS NULL OR (r.state = 'done' AND s.state IN ('retry', 'failed')) LIMIT 5`,
  )

/** One run for each event that was meant, whatever died between. */
const heard = (client: pg.Client): Promise<string[]> =>
  words(
    client,
    `SELECT q.title || ' was heard ' || count(r.id) || ' times' AS what FROM approval.request q
     LEFT JOIN flows.run r ON r.org = q.org AND r.cause = 'event' AND r.input ->> 'title' = q.title
     WHERE q.title LIKE '%/last' GROUP BY q.title HAVING count(r.id) <> 1 LIMIT 5`,
  )
