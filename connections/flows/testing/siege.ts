import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { openDatabase } from '#engines/postgres'
import type { Kernel } from '#kernel'
import { installed, open, SEED, seeded, tenon, type Cast } from '#kernel/testing'
import { createFlow } from '../actions/flow.create.ts'
import { receiveHook } from '../actions/hook.receive.ts'
import { engineOf } from '../engines.ts'
import { faulty, FAULTS, type Plan } from './faulty.ts'

/** An engine that is broken on purpose, by the database doing what a mistake of ours would do. */
const BROKEN = {
  'forgets deliveries': `
    CREATE FUNCTION flows.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.key := gen_random_uuid(); RETURN NEW; END $$;
    CREATE TRIGGER break BEFORE INSERT ON flows.inbox FOR EACH ROW EXECUTE FUNCTION flows.break()`,
  'forgets what it did': `
    CREATE FUNCTION flows.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM flows.step WHERE org = NEW.org AND run = NEW.run AND path = NEW.path; RETURN NULL; END $$;
    CREATE TRIGGER break AFTER INSERT OR UPDATE ON flows.step FOR EACH ROW WHEN (NEW.state = 'done' AND NEW.kind = 'call') EXECUTE FUNCTION flows.break()`,
  'acknowledges too early': '',
} as const
export type Mutation = keyof typeof BROKEN

/** One of so many waits goes wrong. */
const EVERY = 25
const SENDERS = 6
const PATIENCE_MS = 60_000

interface Size {
  readonly runs: number
  readonly deaths: number
  readonly seed?: number
}

/**
 * Nodes whose database fails by a seeded schedule at every wait, and that stop in the midst of it; afterwards
 * every delivery that was acknowledged has one run, and every run has had each effect once. With a mutation the
 * checker has to complain, or it would prove nothing.
 */
export async function siege(
  { runs, deaths, seed = SEED }: Size,
  mutation: Mutation | undefined,
  say: (line: string) => void,
): Promise<void> {
  await using as = await tenon()
  // Only nodes that fail take up runs.
  await engineOf(as.kernel)![Symbol.asyncDispose]()
  const random = seeded(seed)
  if (mutation) await as.owner((client) => client.query(BROKEN[mutation] || 'SELECT 1'))
  const hooks = await makeFlows(as)
  const node = await startNode(as, random)
  const taken = new Map<string, Set<string>>()
  const strange: string[] = []
  const killed: Node[] = []
  let current = node
  let sent = 0
  const sending = Array.from({ length: SENDERS }, async () => {
    while (sent < runs) {
      const n = sent++
      await deliver(as, () => current, hooks[n % hooks.length]!, taken, strange, mutation)
    }
  })
  for (let n = 0; n < deaths; n++) {
    await until(() => taken.size >= ((n + 1) * runs) / (deaths + 2), 'nothing is taken any more')
    const dying = current
    current = await startNode(as, random)
    dying.die()
    killed.push(dying)
    // Its leases have run out: what ten seconds would do.
    await as.owner((client) =>
      client.query(`UPDATE flows.run SET due_at = now() WHERE state = 'running'`),
    )
  }
  await Promise.all(sending)
  current.calm()
  const wrong = await as.owner(async (client) => {
    await until(async () => (await unended(client)) === 0, 'runs are left').catch(() => undefined)
    return [...strange, ...(await differences(client, taken))]
  })
  const faults = [...killed, current].reduce((sum, { count }) => sum + count(), 0)
  say(`${taken.size} deliveries under ${faults} faults and ${deaths} deaths`)
  for (const one of [...killed, current]) await one[Symbol.asyncDispose]()
  if (mutation) assert.notDeepEqual(wrong, [], `the checker did not see it: ${mutation}`)
  else assert.deepEqual(wrong, [])
  assert.ok(faults > runs / 4, 'there were faults')
}

interface Node extends AsyncDisposable {
  readonly kernel: Kernel
  die(): void
  calm(): void
  count(): number
}

async function startNode(as: Cast, random: () => number): Promise<Node> {
  let dead = false
  let calm = true
  let faults = 0
  const plan: Plan = {
    at(_place, about) {
      // A node that cannot even learn of its settings proves nothing about runs.
      if (calm || !/flows\.|COMMIT|^$/.test(about) || random() >= 1 / EVERY) return undefined
      faults++
      return FAULTS[Math.floor(random() * FAULTS.length)]
    },
    dead: () => dead,
  }
  const { registry } = await installed()
  const real = openDatabase(as.config.app)
  const opened = await open(registry, as.config.app, {
    database: faulty(real, plan),
    // What goes wrong here is meant to.
    log: { info: nothing, warn: nothing, error: nothing },
  })
  calm = false
  return {
    kernel: opened.kernel,
    die: () => void (dead = true),
    calm: () => void (calm = true),
    count: () => faults,
    [Symbol.asyncDispose]: () =>
      Promise.resolve(opened[Symbol.asyncDispose]()).catch(() => undefined),
  }
}

const nothing = (): void => undefined

async function makeFlows(as: Cast): Promise<string[]> {
  const ask = (id: string) => ({
    id,
    kind: 'call',
    action: 'approval.request.create',
    input: { title: `{{ trigger.id }}/${id}`, approver: as.zhao!.id },
  })
  const make = async (more: object) => {
    const definition = { format: 1, title: 'Siege', trigger: { kind: 'webhook' }, ...more }
    return (await as.lin.call(createFlow, { definition })).flow
  }
  return [
    await make({ steps: [ask('a'), { id: 'w', kind: 'wait', for: '5ms' }, ask('b')] }),
    await make({
      order: { kind: 'serial', key: '{{ trigger.key }}' },
      steps: [ask('a'), ask('b')],
    }),
  ]
}

/** Sends it until it is acknowledged, and always once more. */
async function deliver(
  as: Cast,
  node: () => Node,
  flow: string,
  taken: Map<string, Set<string>>,
  strange: string[],
  mutation: Mutation | undefined,
): Promise<void> {
  const id = randomUUID()
  const data = { id, key: id[0]! }
  const known = new Set<string>()
  for (let times = 0, tries = 0; times < 2 && tries < 400; tries++) {
    try {
      const call = node().kernel.call(receiveHook, { flow, key: id, data }, as.lin.actor, {
        door: 'module',
      })
      const answer = await (mutation === 'acknowledges too early'
        ? call.catch(() => ({ run: randomUUID() }))
        : call)
      known.add(answer.run!)
      taken.set(id, known)
      times++
    } catch (error) {
      const { kind, code } = error as { kind?: string; code?: string }
      if (kind !== 'unavailable' && kind !== 'limited' && code !== '40001') {
        strange.push(String(error))
        return
      }
      await sleep(20)
    }
  }
}

async function unended(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM flows.run WHERE state NOT IN ('done', 'failed', 'cancelled')`,
  )
  return rows[0]!.n
}

async function differences(
  client: pg.Client,
  taken: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const { rows } = await client.query<{
    id: string
    delivery: string
    state: string
    error: string
  }>(`SELECT id, input ->> 'id' AS delivery, state, error FROM flows.run`)
  const { rows: effects } = await client.query<{ title: string; n: number }>(
    `SELECT title, count(*)::int AS n FROM approval.request WHERE title LIKE '%/_' GROUP BY title`,
  )
  const { rows: order } = await client.query<{ what: string }>(
    `SELECT 'run ' || id || ' began before the one before it had ended' AS what FROM (
       SELECT id, started_at, lag(ended_at) OVER (PARTITION BY flow, lane ORDER BY id) AS before FROM flows.run WHERE lane IS NOT NULL
     ) o WHERE started_at < before LIMIT 5`,
  )
  const times = new Map(effects.map(({ title, n }) => [title, n]))
  const byDelivery = Map.groupBy(rows, ({ delivery }) => delivery)
  const wrong = order.map(({ what }) => what)
  for (const [delivery, ids] of taken) {
    const found = byDelivery.get(delivery) ?? []
    if (ids.size !== 1 || found.length !== 1 || !ids.has(found[0]!.id))
      wrong.push(
        `${delivery}: acknowledged as ${[...ids].join()}, runs ${found.map(({ id }) => id).join()}`,
      )
  }
  for (const { delivery, state, error } of rows) {
    if (state !== 'done') wrong.push(`${delivery} is ${state}: ${error}`)
    for (const part of ['a', 'b'])
      if (times.get(`${delivery}/${part}`) !== 1)
        wrong.push(`${delivery}/${part} happened ${times.get(`${delivery}/${part}`) ?? 0} times`)
  }
  return wrong.slice(0, 10)
}

async function until(done: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await done())) {
    assert.ok(Date.now() < deadline, otherwise)
    await sleep(25)
  }
}
