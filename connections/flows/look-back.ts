import { compile } from '#connections/expressions'
import type { Kernel } from '#kernel'
import type { Claim } from './claims.ts'
import { eventOf } from './event-of.ts'
import { resolveStep } from './resolve.ts'

/** Events looked at; a wait is opened soon after what it waits for, or long before. */
const EVENTS_MAX = 2_000
/** Further back than this nothing is looked for, however old the run. */
const BACK_MS = 600_000

/**
 * What a step set off may be answered before the next step waits for it. So after the wait has committed,
 * what happened since the run began is looked through once; from then on the dispatcher sees it.
 */
export async function lookBack(
  kernel: Kernel,
  claim: Claim,
  path: string,
  { type, on, value }: { readonly type: string; readonly on: string; readonly value: string },
): Promise<boolean> {
  const since = Math.max(Date.parse(claim.started_at), Date.now() - BACK_MS)
  const { sql } = kernel.database.reader(claim.org)
  const events = await sql<{
    id: string
    type: string
    at: string
    actor: string
    payload: unknown
  }>`
    SELECT id, type, at, actor, payload FROM kernel.event
    WHERE org = ${claim.org} AND id >= ${firstIdAt(since)} AND type = ${type} ORDER BY id LIMIT ${EVENTS_MAX}`
  const expression = compile(on)
  for (const event of events) {
    let found: string
    try {
      found = String(
        expression.of({ event: eventOf(event) }, { now: new Date(event.at), zone: 'UTC' }),
      )
    } catch {
      continue
    }
    if (found === value)
      return kernel.database.transaction(claim.org, (session) =>
        resolveStep(session.sql, claim.org, claim.id, path, eventOf(event)),
      )
  }
  return false
}

/** Ids carry their time; none made at or after it is smaller. */
function firstIdAt(ms: number): string {
  const hex = Math.max(ms - 1_000, 0)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
