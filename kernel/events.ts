import type { Session, Sql } from './database.ts'
import { newId } from './id.ts'
import type { Recovery, StreamEvent } from './kernel.ts'
import type { Registry } from './registry.ts'
import { rowsOf, type Writing } from './rows.ts'
import type { PendingEvent, PendingJob } from './unit.ts'

/** More missed events than this and a client fetches anew. */
export const REPLAY_MAX = 500

/**
 * Writes events and numbers those of a stream: the stream's row is locked from here to COMMIT, so numbers
 * have neither holes nor repeats and follow commit order. Streams are taken in the order of their ids, so
 * two transactions never wait for each other. An event's number is counted back from its stream's new
 * one, so nothing is sorted or joined per event.
 */
export function eventPart(draft: Writing, events: readonly PendingEvent[], now: string): string[] {
  const places = placesOf(events)
  const streams = [...places.keys()].toSorted()
  streams.forEach((stream, index) => (places.get(stream)!.place = index + 1))
  const rows = rowsOf(draft, 'e', {
    id: ['uuid', events.map(({ id }) => id)],
    stream: ['text', events.map(({ options }) => options.stream ?? null)],
    type: ['text', events.map(({ type }) => type)],
    actor: ['text', events.map(({ actor }) => actor)],
    payload: ['text', events.map(({ payload }) => JSON.stringify(payload))],
    ...(streams.length ? placing(events, places) : {}),
  })
  const { at, from } = rows as typeof rows & { at: { place?: string; back?: string } }
  const seq = streams.length ? `((SELECT seqs FROM q))[${at.place}] - ${at.back}` : 'NULL'
  const insert = `e AS (
    INSERT INTO kernel.event (org, id, stream, seq, type, actor, at, payload)
    SELECT $1::uuid, ${at.id}, ${at.stream}, ${seq}, ${at.type}, ${at.actor}, ${draft.bind(now, 'timestamptz')}, ${at.payload}::json ${from})`
  if (streams.length === 0) return [insert]
  const counts = rowsOf(draft, 'u', {
    id: ['text', streams],
    n: ['bigint', streams.map((stream) => places.get(stream)!.count)],
  })
  return [
    `s AS (
    INSERT INTO kernel.stream AS k (org, id, seq) SELECT $1::uuid, ${counts.at.id}, ${counts.at.n} ${counts.from}
    ON CONFLICT (org, id) DO UPDATE SET seq = k.seq + excluded.seq RETURNING k.id, k.seq)`,
    `q AS MATERIALIZED (SELECT array_agg(seq ORDER BY id COLLATE "C") AS seqs FROM s)`,
    insert,
  ]
}

const placing = (events: readonly PendingEvent[], places: ReadonlyMap<string, Place>) => ({
  place: ['int', events.map(({ options }) => places.get(options.stream!)?.place ?? null)] as const,
  back: ['int', backs(events, places)] as const,
})

interface Place {
  place: number
  count: number
}

function placesOf(events: readonly PendingEvent[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { options } of events) {
    if (options.stream === undefined) continue
    const known = places.get(options.stream)
    if (known) known.count++
    else places.set(options.stream, { place: 0, count: 1 })
  }
  return places
}

/** How many events of the same stream come after each. */
function backs(events: readonly PendingEvent[], places: ReadonlyMap<string, Place>) {
  const left = new Map([...places].map(([stream, { count }]) => [stream, count]))
  return events.map(({ options: { stream } }) => {
    if (stream === undefined) return null
    const back = left.get(stream)! - 1
    left.set(stream, back)
    return back
  })
}

/** The events of streams as those who joined are told them, from their streams' new numbers. */
export function numbered(
  events: readonly PendingEvent[],
  last: ReadonlyMap<string, number>,
  now: string,
): StreamEvent[] {
  const back = backs(events, placesOf(events))
  return events.flatMap(({ id, type, org, actor, payload, options: { stream } }, index) =>
    stream === undefined
      ? []
      : [{ id, type, org, at: now, actor, payload, stream, seq: last.get(stream)! - back[index]! }],
  )
}

/** Who subscribed hears of it by a job in the same transaction: at least once delivered, exactly once in effect. */
export function jobsFor(registry: Registry, event: PendingEvent): PendingJob[] {
  const subscribers = registry.subscribers(event.type)
  if (subscribers.length === 0) return NOBODY
  const now = new Date().toISOString()
  return subscribers.map((subscription) => {
    const lane =
      subscription.lane === undefined
        ? undefined
        : (event.payload as Record<string, unknown>)[subscription.lane]
    return {
      org: event.org,
      id: newId(),
      module: subscription.id.split('.', 1)[0]!,
      action: `subscription:${subscription.id}`,
      input: {
        id: event.id,
        type: event.type,
        org: event.org,
        at: now,
        actor: event.actor,
        payload: event.payload,
      },
      onBehalfOf: event.actor,
      options: lane === undefined ? {} : { lane: `${subscription.id}:${String(lane)}` },
    }
  })
}

const NOBODY: PendingJob[] = []

/** What a stream carried after a position; exact or not at all, never a part. */
export async function recover(
  session: Session,
  org: string,
  stream: string,
  after?: { seq: number; epoch: string },
): Promise<Recovery> {
  // The position first, then the events up to it: what commits in between is delivered live.
  const [position] = await session.sql<{
    seq: number
    epoch: string
  }>`SELECT seq, epoch FROM kernel.stream WHERE org = ${org} AND id = ${stream}`
  const seq = position?.seq ?? 0
  const epoch = position?.epoch ?? ''
  if (
    after === undefined ||
    after.epoch !== epoch ||
    after.seq > seq ||
    seq - after.seq > REPLAY_MAX
  ) {
    const nothingMissed = after !== undefined && after.seq === 0 && seq === 0
    return { seq, epoch, recovered: nothingMissed, events: [] }
  }
  if (after.seq === seq) return { seq, epoch, recovered: true, events: [] }
  const events = await session.sql<StreamEvent>`
    SELECT id, type, org, at, actor, payload, stream, seq FROM kernel.event
    WHERE org = ${org} AND stream = ${stream} AND seq > ${after.seq} AND seq <= ${seq} ORDER BY seq LIMIT ${REPLAY_MAX}`
  return { seq, epoch, recovered: events.length === seq - after.seq, events }
}

/** A reader's place in the commit-ordered log of all organisations. */
export interface Position {
  readonly snapshot: string
  readonly upto?: string
  readonly xid?: string
  readonly id?: string
}

/**
 * Events after a position in commit order. A position is a PostgreSQL snapshot: an event belongs to the
 * next batch when it is visible now and was not then, so neither a long writer nor a rollback can hide
 * or repeat one (a serial number could: it is not given in commit order). With `ours`, transactions of
 * the reading node, only what a node must hear of others: streams, and rights or definitions changed.
 */
export async function eventsAfter(
  system: Sql,
  position: Position | undefined,
  limit = REPLAY_MAX,
  ours?: readonly string[],
): Promise<{ events: (StreamEvent & { xid: string })[]; position: Position }> {
  const upto =
    position?.upto ??
    (await system<{ now: string }>`SELECT pg_current_snapshot()::text AS now`)[0]!.now
  if (!position || upto === position.snapshot) return { events: [], position: { snapshot: upto } }
  const [xid, id] = [position.xid ?? '0', position.id ?? NIL]
  const events = await (ours === undefined
    ? system<StreamEvent & { xid: string }>`
        SELECT * FROM kernel.events_between(${position.snapshot}::pg_snapshot, ${upto}::pg_snapshot, ${xid}::xid8, ${id}::uuid, ${limit})`
    : system<StreamEvent & { xid: string }>`
        SELECT * FROM kernel.events_of_others(${position.snapshot}::pg_snapshot, ${upto}::pg_snapshot, ${xid}::xid8, ${id}::uuid, ${ours}::text[], ${limit})`)
  const last = events.at(-1)
  if (events.length < limit || !last) return { events, position: { snapshot: upto } }
  return { events, position: { snapshot: position.snapshot, upto, xid: last.xid, id: last.id } }
}
const NIL = '00000000-0000-0000-0000-000000000000'
