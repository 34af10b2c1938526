import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  defineAction,
  defineEvent,
  defineModule,
  invalid,
  newId,
  nobody,
  T,
  type Actor,
} from '#kernel'
import { eventsAfter, type Position } from './events.ts'
import { makeRegistry } from './registry.ts'
import { readMigrations } from './migrate.ts'
import { stage, type Cast, type Voice } from './testing.ts'

const ORG = '0198aaaa-0000-7000-8000-000000000001'
const ran: { n: number; lane: string | undefined; kind: string; behalf: string | undefined }[] = []
const failures = new Map<number, number>()
/** Jobs with `row` that have begun, and what each waits for before it goes on. */
const entered: number[] = []
const gates: Promise<void>[] = []
const opened: (() => void)[] = []
const done = defineEvent({
  id: 'works.task.done',
  title: 'Task done',
  payload: T.Object({ n: T.Integer() }),
})

const work = defineAction({
  id: 'works.task.work',
  kind: 'command',
  effect: 'local',
  title: 'Work',
  description: 'Inner work.',
  scope: 'works.inner',
  internal: true,
  emits: [done],
  input: T.Object({
    n: T.Integer(),
    lane: T.Optional(T.String()),
    hopeless: T.Optional(T.Boolean()),
    row: T.Optional(T.Boolean()),
  }),
  output: T.Null(),
  errors: { hopeless: invalid('It cannot work.') },
}).run(async ({ n, lane, hopeless, row }, ctx) => {
  if (hopeless) throw ctx.error('hopeless')
  if (row) {
    entered.push(n)
    await gates.shift()
    await ctx.sql`UPDATE kernel.setting SET rev = rev + 1 WHERE org = ${ctx.org} AND module = 'a-row'`
  }
  ctx.emit(done, { n })
  const left = failures.get(n) ?? 0
  if (left > 0) {
    failures.set(n, left - 1)
    throw new Error('not yet')
  }
  ran.push({ n, lane, kind: ctx.actor.kind, behalf: ctx.actor.onBehalfOf })
  return null
})
const plan = defineAction({
  id: 'works.task.plan',
  kind: 'command',
  effect: 'local',
  title: 'Plan',
  description: 'Enqueues.',
  scope: 'works.use',
  silent: 'only enqueues',
  input: T.Object({
    jobs: T.Array(
      T.Object({
        n: T.Integer(),
        lane: T.Optional(T.String()),
        key: T.Optional(T.String()),
        inMs: T.Optional(T.Integer()),
        hopeless: T.Optional(T.Boolean()),
        row: T.Optional(T.Boolean()),
      }),
    ),
    fails: T.Optional(T.Boolean()),
  }),
  output: T.Null(),
}).run(async ({ jobs, fails }, ctx) => {
  for (const { n, lane, key, inMs, hopeless, row } of jobs)
    ctx.enqueue(
      work,
      {
        n,
        ...(lane !== undefined && { lane }),
        ...(hopeless && { hopeless }),
        ...(row && { row }),
      },
      {
        ...(lane !== undefined && { lane }),
        ...(key !== undefined && { key }),
        ...(inMs !== undefined && { at: new Date(Date.now() + inMs) }),
      },
    )
  if (fails) throw new Error('rolled back')
  return null
})
/** Holds the row, lets the job that is running ask for it, and enqueues the next of its key. */
const takeRow = defineAction({
  id: 'works.task.take_row',
  kind: 'command',
  effect: 'local',
  title: 'Take the row',
  description: 'Holds a row that a running job needs.',
  scope: 'works.use',
  silent: 'only enqueues',
  input: T.Object({ n: T.Integer(), key: T.String() }),
  output: T.Null(),
}).run(async ({ n, key }, ctx) => {
  await ctx.sql`UPDATE kernel.setting SET rev = rev + 1 WHERE org = ${ctx.org} AND module = 'a-row'`
  opened.shift()?.()
  for (;;) {
    const waiting = await ctx.sql`
      SELECT 1 FROM pg_locks WHERE NOT granted`
    if (waiting.length) break
  }
  ctx.enqueue(work, { n, row: true }, { key })
  return null
})
const works = defineModule({
  id: 'works',
  title: 'Works',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  events: [done],
  actions: [work, plan, takeRow],
  scopes: {
    'works.use': { title: 'Use', roles: ['member'] },
    'works.inner': { title: 'Inner', roles: [] },
  },
})

describe('jobs', () => {
  let as: Cast
  let lin: Voice
  before(async () => {
    as = await stage({
      registry: makeRegistry([works]),
      migrations: await readMigrations(
        'kernel',
        join(dirname(fileURLToPath(import.meta.url)), 'migrations'),
      ),
    })
    const actor: Actor = {
      ...nobody(ORG),
      kind: 'person',
      id: newId(),
      name: 'lin',
      scopes: new Map([['works.use', 'all']]),
    }
    lin = as.of(actor)
  })
  after(() => as[Symbol.asyncDispose]())
  const planned = async (
    input: Parameters<typeof lin.call<typeof plan>>[1],
  ): Promise<typeof ran> => {
    ran.length = 0
    await lin.call(plan, input)
    await as.kernel.idle()
    return [...ran]
  }

  test('a job runs once, as the module for the person who caused it', async () => {
    assert.deepEqual(await planned({ jobs: [{ n: 1 }] }), [
      { n: 1, lane: undefined, kind: 'module', behalf: lin.id },
    ])
  })

  test('what is rolled back was never enqueued', async () => {
    await assert.rejects(planned({ jobs: [{ n: 1 }], fails: true }))
    await as.kernel.idle()
    assert.deepEqual(ran, [])
  })

  test('a lane keeps its order, lanes run beside each other', async () => {
    const jobs = Array.from({ length: 30 }, (_, n) => ({ n, lane: n % 2 ? 'odd' : 'even' }))
    const result = await planned({ jobs })
    for (const lane of ['odd', 'even'])
      assert.deepEqual(
        result.filter((each) => each.lane === lane).map(({ n }) => n),
        jobs.filter((each) => each.lane === lane).map(({ n }) => n),
      )
  })

  test('a key waits at most once', async () => {
    const soon = { key: 'inbox-1', inMs: 60 }
    assert.equal(
      (
        await planned({
          jobs: [
            { n: 1, ...soon },
            { n: 2, ...soon },
          ],
        })
      ).length,
      0,
      'a timer is not due yet',
    )
    await until(() => ran.length > 0)
    assert.deepEqual(
      ran.map(({ n }) => n),
      [1],
    )
  })

  test('a key is free again while its job runs; the next runs after it, not beside it', async () => {
    await as.owner((client) =>
      client.query('INSERT INTO kernel.setting (org, module, value) VALUES ($1, $2, $3)', [
        ORG,
        'a-row',
        '{}',
      ]),
    )
    entered.length = 0
    const gate = Promise.withResolvers<void>()
    gates.push(gate.promise)
    opened.push(gate.resolve)
    await lin.call(plan, { jobs: [{ n: 20, key: 'row', row: true }] })
    await until(() => entered.length === 1)
    // The job waits for the row that this command holds while it asks for the next job.
    await lin.call(takeRow, { n: 21, key: 'row' })
    await as.kernel.idle()
    assert.deepEqual(entered, [20, 21], 'neither was broken off, and neither was lost')
  })

  test('a job that failed comes back under its key and covers the one asked for since', async () => {
    entered.length = 0
    failures.set(30, 1)
    const gate = Promise.withResolvers<void>()
    gates.push(gate.promise)
    const asked = { key: 'again', lane: 'again' }
    ran.length = 0
    await lin.call(plan, { jobs: [{ n: 30, ...asked, row: true }] })
    await until(() => entered.length === 1)
    await lin.call(plan, {
      jobs: [
        { n: 31, lane: 'again' },
        { n: 32, ...asked, inMs: 3_600_000 },
      ],
    })
    gate.resolve()
    await until(() => ran.length === 2)
    assert.deepEqual(
      ran.map(({ n }) => n),
      [30, 31],
      'its place in the lane is its old one',
    )
    const { rows } = await as.owner((client) =>
      client.query("SELECT key, held FROM kernel.job WHERE state = 'waiting'"),
    )
    assert.deepEqual(rows, [])
  })

  test('what fails is tried again, and its failed try left nothing', async () => {
    failures.set(77, 1)
    await planned({ jobs: [{ n: 77 }] })
    await until(() => ran.length > 0)
    const { rows } = await as.owner((client) =>
      client.query("SELECT count(*)::int AS n FROM kernel.event WHERE payload->>'n' = '77'"),
    )
    assert.deepEqual(rows, [{ n: 1 }])
  })

  test('what cannot succeed is set aside at once', async () => {
    await planned({ jobs: [{ n: 5, hopeless: true }] })
    const [counts] = await as.kernel.database.system<{
      dead: number
    }>`SELECT dead FROM kernel.job_counts()`
    assert.equal(counts!.dead, 1)
  })

  test('an inner action is on no door', async () => {
    await lin.refuses('works.task.work', { n: 1 }, 'notFound')
  })

  test('the log is read in commit order, exactly once, past a writer that stays open', async () => {
    const { system } = as.kernel.database
    let position: Position | undefined = (await eventsAfter(system, undefined)).position
    const seen: number[] = []
    const read = async (): Promise<void> => {
      for (;;) {
        const batch = await eventsAfter(system, position, 2)
        position = batch.position
        seen.push(...batch.events.map(({ payload }) => (payload as { n: number }).n))
        if (batch.events.length < 2) return
      }
    }
    await as.owner(async (slow) => {
      await slow.query('BEGIN')
      await slow.query(
        "INSERT INTO kernel.event (org, id, type, actor, payload) VALUES ($1, $2, 'works.task.done', 'slow', '{\"n\": 100}')",
        [ORG, newId()],
      )
      await planned({ jobs: [{ n: 101 }, { n: 102 }, { n: 103 }] })
      await read()
      assert.deepEqual(seen.toSorted(), [101, 102, 103], 'the open writer holds nobody up')
      await slow.query('COMMIT')
    })
    await read()
    await read()
    assert.deepEqual(seen.slice(3), [100], 'and is read when it commits, nothing twice')
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}
