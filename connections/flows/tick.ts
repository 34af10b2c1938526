import type { Kernel, Sql } from '#kernel'
import { compile } from '#connections/expressions'
import { uuidOf, type Asked } from './asked.ts'
import type { Trigger } from './definition.ts'
import { ownerOf } from './owner.ts'
import { programFor } from './programs.ts'
import { zoneOf } from './zone.ts'
import type { Program } from './program.ts'
import { startRuns } from './start-runs.ts'
import { workdaysOf } from './settings.ts'
import { everyTick, missedTicks, nextPoll } from './ticks.ts'
import { isMeant, laneOf } from './trigger.ts'

/** Schedules and polls taken up at once. */
const AT_ONCE = 50
/** New items of one poll that become runs; the rest comes with the next. */
const ITEMS_MAX = 500

interface Due {
  readonly next_at: string
  readonly cursor: unknown
  readonly failures: number
  readonly version: number
  readonly owner: string
}

/** Begins what is due; true when there was something. */
export async function tick(kernel: Kernel): Promise<boolean> {
  const due = await kernel.database.system<{
    org: string
    flow: string
  }>`SELECT * FROM flows.due_ticks(${AT_ONCE})`
  await Promise.all(due.map(({ org, flow }) => one(kernel, org, flow)))
  return due.length > 0
}

async function one(kernel: Kernel, org: string, flow: string): Promise<void> {
  const { sql } = kernel.database.reader(org)
  const [row] = await read(sql, org, flow)
  if (!row) return
  const program = await programFor(sql, org, flow, row.version)
  const { trigger } = program.flow
  if (trigger.kind === 'schedule') await schedule(kernel, org, flow, program, trigger)
  else if (trigger.kind === 'poll') await poll(kernel, org, flow, program, trigger, row)
}

const read = (sql: Sql, org: string, flow: string): Promise<Due[]> => sql<Due>`
  SELECT t.next_at, t.cursor, t.failures, f.version, f.owner FROM flows.tick t JOIN flows.flow f ON f.org = t.org AND f.id = t.flow
  WHERE t.org = ${org} AND t.flow = ${flow} AND t.next_at <= clock_timestamp() AND f.state = 'enabled'`

const base = (flow: string, row: Due, program: Program, cause: string) => ({
  flow,
  version: row.version,
  owner: row.owner,
  program,
  cause,
})

/** The run, its key (the moment it was due) and the next moment commit together, whoever else looks. */
async function schedule(
  kernel: Kernel,
  org: string,
  flow: string,
  program: Program,
  trigger: Extract<Trigger, { kind: 'schedule' }>,
): Promise<void> {
  const days = await workdaysOf(kernel, org)
  await kernel.database.transaction(org, async ({ sql }) => {
    const [row] = await sql<Due>`
      SELECT t.next_at, t.cursor, t.failures, f.version, f.owner FROM flows.tick t JOIN flows.flow f ON f.org = t.org AND f.id = t.flow
      WHERE t.org = ${org} AND t.flow = ${flow} AND t.next_at <= clock_timestamp() AND f.state = 'enabled' FOR UPDATE OF t SKIP LOCKED`
    if (!row) return
    const now = new Date()
    const around = { now, zone: zoneOf(program) }
    const asked = missedTicks(trigger, new Date(row.next_at), now, days).map((at): Asked => {
      const input = { at: at.toISOString(), late_ms: now.getTime() - at.getTime() }
      return {
        ...base(flow, row, program, 'schedule'),
        input,
        key: `tick:${at.toISOString()}`,
        lane: laneOf(program, input, around),
      }
    })
    await startRuns(sql, org, asked, now)
    const next = everyTick(trigger, now)
    await sql`UPDATE flows.tick SET next_at = ${next?.toISOString() ?? 'infinity'}::timestamptz WHERE org = ${org} AND flow = ${flow}`
  })
}

/**
 * Asks outside any transaction; new items, their keys and the cursor then commit together. When two nodes ask
 * at once, the cursor they began from tells the second that it was too late.
 */
async function poll(
  kernel: Kernel,
  org: string,
  flow: string,
  program: Program,
  trigger: Extract<Trigger, { kind: 'poll' }>,
  row: Due,
): Promise<void> {
  const now = new Date()
  const around = { now, zone: zoneOf(program) }
  try {
    const owner = await ownerOf(kernel, org, row.owner)
    const scope = { cursor: row.cursor ?? null }
    const input = said(compile(trigger.input, '/trigger/input').of(scope, around))
    const output = await kernel.call(trigger.action, input, owner, { door: 'flow' })
    const items = compile(trigger.items, '/trigger/items').of({ ...scope, output }, around)
    if (!Array.isArray(items)) throw new Error('what the poll gives is no list')
    const key = compile(trigger.key, '/trigger/key')
    const asked = items.slice(0, ITEMS_MAX).flatMap((item): Asked[] => {
      if (!isMeant(program, item, around)) return []
      const seen = `item:${String(key.of({ ...scope, item }, around))}`
      return [
        {
          ...base(flow, row, program, 'poll'),
          input: item,
          key: seen,
          lane: laneOf(program, item, around),
        },
      ]
    })
    // All of it was taken, so the cursor may move; else the same page comes again, and its keys are known.
    const whole = items.length <= ITEMS_MAX
    const cursor =
      trigger.cursor === undefined || !whole
        ? row.cursor
        : compile(trigger.cursor, '/trigger/cursor').of({ ...scope, output, items }, around)
    await kernel.database.transaction(org, async ({ sql }) => {
      const moved = await sql`
        UPDATE flows.tick SET cursor = ${JSON.stringify(cursor ?? null)}::jsonb, error = NULL, failures = 0,
          next_at = ${(whole ? nextPoll(trigger.everyMs, now, 0) : now).toISOString()}::timestamptz
        WHERE org = ${org} AND flow = ${flow} AND next_at = ${row.next_at}::timestamptz RETURNING 1`
      if (!moved.length) return
      await startRuns(sql, org, asked, now)
      await stillSeen(sql, org, asked)
    })
  } catch (error) {
    // An error never moves the cursor.
    await kernel.database.reader(org).sql`
      UPDATE flows.tick SET failures = failures + 1, error = ${String((error as Error).message).slice(0, 500)},
        next_at = ${nextPoll(trigger.everyMs, now, Math.min(row.failures + 1, 6)).toISOString()}::timestamptz
      WHERE org = ${org} AND flow = ${flow} AND next_at = ${row.next_at}::timestamptz`
  }
}

/** What a poll still gives stays known: keys that nobody has seen for long are swept. */
async function stillSeen(sql: Sql, org: string, asked: readonly Asked[]): Promise<void> {
  const keys = asked.flatMap(({ key }) => (key === undefined ? [] : [uuidOf(key)]))
  const [first] = asked
  if (first)
    await sql`
      UPDATE flows.inbox SET at = now() WHERE org = ${org} AND flow = ${first.flow} AND key = ANY(${keys}::uuid[]) AND at < now() - interval '1 day'`
}

/** The first time there is no cursor: a field that is nothing is not asked with. */
function said(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))
}
