import {
  OPERATOR_ORG,
  startLooking,
  type Kernel,
  type Position,
  type Sql,
  type StreamEvent,
} from '#kernel'
import { compile } from '#connections/expressions'
import { resolveEvent } from '#modules/standards'
import type { Asked } from './asked.ts'
import type { Trigger } from './definition.ts'
import { causes } from './caused.ts'
import { eventOf } from './event-of.ts'
import { programFor } from './programs.ts'
import { zoneOf } from './zone.ts'
import { resolveStep } from './resolve.ts'
import { rightsOf } from './rights.ts'
import { startRuns } from './start-runs.ts'
import { isMeant, laneOf } from './trigger.ts'
import { watch } from './watch.ts'

/** Events read at once, started and the cursor moved in one transaction. */
const BATCH = 1_000
/** Looked for this often when nobody wakes us. */
const POLL_MS = 500
/** Between two looks, however often we are woken: what comes close together is read together. */
const GAP_MS = 3
const CURSOR = 'events'

/** Reads the commit-ordered log; one node at a time, the others find its cursor locked. */
export function startDispatcher(kernel: Kernel, woken: () => void): AsyncDisposable {
  const looking = startLooking(
    async (stopped) => {
      while (!stopped() && (await dispatch(kernel, woken)));
    },
    {
      pollMs: POLL_MS,
      gapMs: GAP_MS,
      log: kernel.log,
      says: 'events could not be dispatched; tried again',
    },
  )
  const unlisten = kernel.onCommit(looking.wake)
  const unwatch = watch(kernel)
  return {
    async [Symbol.asyncDispose]() {
      unlisten()
      unwatch()
      await looking[Symbol.asyncDispose]()
    },
  }
}

/** True when there is more to read at once. */
async function dispatch(kernel: Kernel, woken: () => void): Promise<boolean> {
  let started = false
  const more = await kernel.database.transaction(OPERATOR_ORG, async (session) => {
    const { sql } = session
    const [row] = await sql<{ position: Position }>`
      SELECT position FROM flows.cursor WHERE org = ${OPERATOR_ORG} AND id = ${CURSOR} FOR UPDATE SKIP LOCKED`
    if (!row) {
      const { position } = await kernel.eventsAfter(undefined)
      await sql`INSERT INTO flows.cursor (org, id, position) VALUES (${OPERATOR_ORG}, ${CURSOR}, ${JSON.stringify(position)}::jsonb) ON CONFLICT DO NOTHING`
      return false
    }
    const { events, position } = await kernel.eventsAfter(row.position, BATCH)
    // Writing nothing keeps an idle server idle: the next look begins from the same place.
    if (events.length === 0 && row.position.upto === undefined) return false
    for (const [org, theirs] of await heard(sql, events))
      await session.within(org, async () => {
        started = (await startBy(kernel, sql, org, theirs)) || started
        started = (await wakeBy(sql, org, theirs)) || started
      })
    started ||= events.some(({ type }) => type === 'flows.run.woken')
    await sql`UPDATE flows.cursor SET position = ${JSON.stringify(position)}::jsonb WHERE org = ${OPERATOR_ORG} AND id = ${CURSOR}`
    return events.length >= BATCH
  })
  if (started) woken()
  return more
}

type Told = StreamEvent & { readonly xid: string }

/** Only what somebody listens to, by organisation. */
async function heard(sql: Sql, events: readonly Told[]): Promise<Map<string, Told[]>> {
  const kinds = new Map(events.map(({ org, type }) => [`${org} ${type}`, { org, type }]))
  if (kinds.size === 0) return new Map()
  const asked = [...kinds.values()]
  const rows = await sql<{ org: string; event: string }>`
    SELECT * FROM flows.listening(${asked.map(({ org }) => org)}::uuid[], ${asked.map(({ type }) => type)}::text[])`
  const listening = new Set(rows.map(({ org, event }) => `${org} ${event}`))
  return Map.groupBy(
    events.filter(({ org, type }) => listening.has(`${org} ${type}`)),
    ({ org }) => org,
  )
}

interface Listener {
  readonly id: string
  readonly version: number
  readonly owner: string
  readonly trigger_on: string
}

async function startBy(
  kernel: Kernel,
  sql: Sql,
  org: string,
  events: readonly Told[],
): Promise<boolean> {
  const types = [...new Set(events.map(({ type }) => type))]
  const flows = await sql<Listener>`
    SELECT id, version, owner, trigger_on FROM flows.flow
    WHERE org = ${org} AND state = 'enabled' AND trigger_kind IN ('event', 'record', 'mention') AND trigger_on = ANY(${types}::text[])`
  if (flows.length === 0) return false
  const asked: Asked[] = []
  const before = await causes(
    sql,
    org,
    events.map(({ xid }) => xid),
  )
  for (const flow of flows) {
    const program = await programFor(sql, org, flow.id, flow.version)
    if (!(await rightsOf(kernel, sql, org, flow))) continue
    const told = await inTerms(kernel, sql, org, program.flow.trigger)
    for (const event of events) {
      if (event.type !== flow.trigger_on) continue
      const input = inputOf(told(event), program.flow.trigger)
      const around = { now: new Date(event.at), zone: zoneOf(program) }
      if (input === undefined || !isMeant(program, input, around)) continue
      const lane = laneOf(program, input, around)
      const cause = before.get(event.xid)
      asked.push({
        flow: flow.id,
        version: flow.version,
        owner: flow.owner,
        program,
        cause: program.flow.trigger.kind,
        input,
        lane,
        ...(cause === undefined ? {} : { depth: cause + 1 }),
      })
    }
  }
  await startRuns(sql, org, asked)
  return asked.length > 0
}

/** Of a standard's event the payload in the standard's names, whoever implements it. */
async function inTerms(
  kernel: Kernel,
  sql: Sql,
  org: string,
  trigger: Trigger,
): Promise<(event: StreamEvent) => StreamEvent> {
  if (trigger.kind !== 'event' || !trigger.event.includes('#')) return (event) => event
  const found = await resolveEvent(sql, org, await kernel.registryOf(org), trigger.event).catch(
    () => undefined,
  )
  return (event) => (found ? { ...event, payload: found.payload(event.payload) } : event)
}

/** What `trigger` is: the payload's fields, and the event itself under `event`. Undefined: not meant. */
export function inputOf(event: StreamEvent, trigger: Trigger): unknown {
  const input = eventOf(event)
  if (trigger.kind === 'record') {
    const { entity, op } = input as { entity?: string; op?: 'create' | 'update' | 'delete' }
    const past = op && ({ create: 'created', update: 'updated', delete: 'deleted' } as const)[op]
    return entity === trigger.entity && past && trigger.on.includes(past) ? input : undefined
  }
  if (trigger.kind === 'mention') {
    const { message } = input as { message?: { text?: string } }
    return message?.text?.includes(trigger.word) ? input : undefined
  }
  return input
}

/** Runs that wait for an event: an expression of the event gives the value that each waits for. */
export async function wakeBy(
  sql: Sql,
  org: string,
  events: readonly StreamEvent[],
): Promise<boolean> {
  const types = [...new Set(events.map(({ type }) => type))]
  const asked = await sql<{ event: string; on_key: string }>`
    SELECT DISTINCT event, on_key FROM flows.step WHERE org = ${org} AND state = 'open' AND event = ANY(${types}::text[])`
  let woken = false
  for (const { event: type, on_key } of asked) {
    const on = compile(on_key)
    for (const event of events) {
      if (event.type !== type) continue
      const value = correlated(on, event)
      if (value === undefined) continue
      const rows = await sql<{ run: string; path: string }>`
        SELECT run, path FROM flows.step WHERE org = ${org} AND state = 'open' AND event = ${type} AND on_key = ${on_key} AND value = ${value} LIMIT 1000`
      for (const { run, path } of rows)
        woken = (await resolveStep(sql, org, run, path, eventOf(event))) || woken
    }
  }
  return woken
}

function correlated(on: ReturnType<typeof compile>, event: StreamEvent): string | undefined {
  try {
    return String(on.of({ event: eventOf(event) }, { now: new Date(event.at), zone: 'UTC' }))
  } catch {
    return undefined
  }
}
