import type { Actor } from './actor.ts'
import type { Database } from './database.ts'
import type { AnyAction } from './define.ts'
import { newId } from './id.ts'
import { writeJobs } from './jobs.ts'
import { writeTraces } from './journal.ts'
import type { CallOptions, StreamEvent } from './kernel.ts'
import type { Log } from './context.ts'
import { storable } from './storable.ts'
import type { AuditRow, Unit, Written } from './unit.ts'

/**
 * Sends a unit's journal, audit, outbox and keys together with COMMIT: no round trip of their own.
 * Rows of another organisation (projections) are written under that organisation.
 */
export async function flush(unit: Unit): Promise<Written> {
  const { session } = unit
  const now = new Date().toISOString()
  const { jobs } = unit
  const home = unit.audits[0]?.org ?? unit.events[0]?.org ?? unit.onces[0]?.org ?? jobs[0]?.org
  if (home === undefined) return { events: [], jobs: false }
  const orgs = new Set(
    [...unit.audits, ...unit.events, ...unit.onces, ...jobs].map(({ org }) => org),
  )
  const events: Promise<StreamEvent[]>[] = []
  const number = (statement: Promise<StreamEvent[]>): void => {
    session.last(statement)
    events.push(statement)
  }
  for (const org of orgs) {
    const of = <R extends { readonly org: string }>(rows: readonly R[]): R[] =>
      orgs.size === 1 ? (rows as R[]) : rows.filter((row) => row.org === org)
    if (orgs.size > 1) session.last(session.sql`SELECT set_config('tenon.org', ${org}, true)`)
    const traces = { events: of(unit.events), audits: of(unit.audits), onces: of(unit.onces) }
    number(writeTraces(session.sql, org, traces, now))
    const queued = of(jobs)
    if (queued.length) session.last(writeJobs(session.sql, queued))
  }
  return { events: (await Promise.all(events)).flat(), jobs: jobs.length > 0 }
}

/** Audit rows outside any command's transaction (refusals, audited queries), in batches so that they stay cheap. */
export interface Journal {
  add(row: AuditRow): void
  drain(): Promise<void>
}

/** Rows waiting at most; beyond it (a flood of refusals) the oldest are dropped and counted in the log. */
const JOURNAL_MAX = 10_000

export function makeJournal(database: Database, log: Log): Journal {
  const waiting: AuditRow[] = []
  let writing: Promise<void> | undefined
  const write = async (): Promise<void> => {
    await new Promise(setImmediate)
    while (waiting.length) {
      const org = waiting[0]!.org
      const rows = waiting.filter((row) => row.org === org).slice(0, 200)
      const taken = new Set(rows)
      waiting.splice(0, waiting.length, ...waiting.filter((row) => !taken.has(row)))
      const traces = { events: [], audits: rows, onces: [] }
      await writeTraces(database.reader(org).sql, org, traces, '').catch((error: unknown) =>
        log.error({ error, lost: rows.length }, 'audit rows could not be written'),
      )
    }
    writing = undefined
  }
  return {
    add(row) {
      if (waiting.length >= JOURNAL_MAX)
        log.warn({ dropped: waiting.splice(0, 1000).length }, 'more came than could be audited')
      waiting.push(row)
      writing ??= write()
    },
    drain: async () => writing,
  }
}

export function outsideRow(
  action: AnyAction,
  input: unknown,
  actor: Actor,
  options: CallOptions,
  outcome: string,
): AuditRow {
  const named =
    action.subject === undefined
      ? undefined
      : (input as Record<string, unknown> | null)?.[action.subject]
  const subject = typeof named === 'string' ? storable(named.slice(0, 100)) : undefined
  return {
    org: actor.org,
    id: newId(),
    actor,
    action,
    subject,
    outcome,
    door: options.door,
    address: options.address,
    input,
    changes: [],
  }
}
