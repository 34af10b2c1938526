import {
  OPERATOR_ORG,
  operatorActor,
  startLooking,
  type Actor,
  type Kernel,
  type Position,
  type StreamEvent,
} from '#kernel'
import { placeDeliveries } from './actions/log.place.ts'
import { matches } from './cloud-event.ts'
import { makeReach } from './reach.ts'

/** Events read at once. */
const BATCH = 500
/** Looked for this often when nobody wakes us. */
const POLL_MS = 1000
/** Between two looks, however often we are woken. */
const GAP_MS = 3
/** A place in the log that nobody waited at is kept this often. */
const KEEP_MS = 10_000

export interface Placed {
  readonly org: string
  readonly endpoint: string
  readonly event: string
  readonly type: string
}

/**
 * Reads the log behind what is committed and places a delivery for each endpoint that listens, in the
 * same transaction that moves the cursor. Two nodes may read the same; the second finds the cursor moved.
 */
export function startReading(kernel: Kernel): AsyncDisposable {
  let at: Position | undefined
  /** What the cursor says; this node may have read further, where nobody waited. */
  let kept: Position | undefined
  let keptAt = Date.now()
  const look = async (stopped: () => boolean): Promise<void> => {
    at ??= kept = await begin(kernel)
    for (let more = true; more && !stopped();) {
      const { events, position } = await kernel.eventsAfter(at, BATCH)
      const placed = await chosen(kernel, events)
      if (placed.length > 0 || Date.now() - keptAt > KEEP_MS) {
        const moved = await place(kernel, kept!, position, placed)
        keptAt = Date.now()
        if (!moved) {
          at = kept = await begin(kernel)
          continue
        }
        kept = position
      }
      at = position
      more = events.length >= BATCH
    }
  }
  const looking = startLooking(
    (stopped) =>
      look(stopped).catch((error: unknown) => {
        at = undefined
        throw error
      }),
    {
      pollMs: POLL_MS,
      gapMs: GAP_MS,
      log: kernel.log,
      says: 'webhooks could not read the log; tried again',
    },
  )
  const unlisten = kernel.onCommit(looking.wake)
  return {
    async [Symbol.asyncDispose]() {
      unlisten()
      await looking[Symbol.asyncDispose]()
    },
  }
}

async function begin(kernel: Kernel): Promise<Position> {
  const { sql } = kernel.database.reader(OPERATOR_ORG)
  const { position } = await kernel.eventsAfter(undefined)
  // The first node to come says from where; every later one goes on from there.
  const [row] = await sql<{ position: Position }>`
    WITH first AS (
      INSERT INTO hooks.cursor (org, id, position) VALUES (${OPERATOR_ORG}, 'log', ${JSON.stringify(position)}::jsonb)
      ON CONFLICT DO NOTHING RETURNING position
    )
    SELECT position FROM first UNION ALL SELECT position FROM hooks.cursor WHERE org = ${OPERATOR_ORG} AND id = 'log' LIMIT 1`
  return row?.position ?? position
}

/** For each event, who listens to it and whose owner may hear it now. */
async function chosen(kernel: Kernel, events: readonly StreamEvent[]): Promise<Placed[]> {
  const orgs = [...new Set(events.map(({ org }) => org))]
  if (orgs.length === 0) return []
  const listening = await kernel.database.system<{
    org: string
    id: string
    owner: string
    events: string[]
  }>`SELECT * FROM hooks.listening(${orgs}::uuid[])`
  const placed: Placed[] = []
  for (const { org, id, owner, events: patterns } of listening) {
    // Ids are times: what happened before it was asked for is not told.
    const meant = events.filter(
      (event) => event.org === org && event.id > id && matches(patterns, event.type),
    )
    if (meant.length === 0) continue
    const actor: Actor | undefined = await kernel.actorOf(org, owner)
    if (!actor) continue
    const may = makeReach(actor, (stream) => kernel.mayJoin(stream, actor))
    for (const event of meant)
      if (await may(event.stream, event.type))
        placed.push({ org, endpoint: id, event: event.id, type: event.type })
  }
  return placed
}

async function place(
  kernel: Kernel,
  from: Position,
  to: Position,
  placed: readonly Placed[],
): Promise<boolean> {
  const { moved } = await kernel.call(
    placeDeliveries,
    { from: JSON.stringify(from), to: JSON.stringify(to), placed: [...placed] },
    operatorActor(kernel, OPERATOR_ORG),
    { door: 'module' },
  )
  return moved
}
