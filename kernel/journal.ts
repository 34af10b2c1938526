import { auditPart } from './audit.ts'
import type { Sql } from './database.ts'
import { eventPart, numbered } from './events.ts'
import type { StreamEvent } from './kernel.ts'
import { oncePart } from './once.ts'
import { writing } from './rows.ts'
import type { AuditRow, OnceRow, PendingEvent } from './unit.ts'

/** What commands of one organisation leave beside their rows. */
export interface Traces {
  readonly events: readonly PendingEvent[]
  readonly audits: readonly AuditRow[]
  readonly onces: readonly OnceRow[]
}

/**
 * Events with their numbers, audit rows and idempotency keys in one statement. A twin that was first to
 * store its key makes it fail, which undoes the commands; they then find the other's answers.
 */
export async function writeTraces(
  sql: Sql,
  org: string,
  { events, audits, onces }: Traces,
  now: string,
): Promise<StreamEvent[]> {
  const draft = writing(org)
  const parts = [
    ...(events.length ? eventPart(draft, events, now) : []),
    ...(audits.length ? [auditPart(draft, audits)] : []),
    ...(onces.length ? [oncePart(draft, onces)] : []),
  ]
  if (parts.length === 0) return []
  const streams = events.some(({ options }) => options.stream !== undefined)
  const text = `WITH ${parts.join(', ')} SELECT ${streams ? 'id, seq FROM s' : 'WHERE false'}`
  const rows = await sql.prepared<{ id: string; seq: number }>(text, draft.values)
  return streams ? numbered(events, new Map(rows.map(({ id, seq }) => [id, seq])), now) : []
}
