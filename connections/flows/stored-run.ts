import type { Sql } from '#kernel'
import type { Claim } from './claims.ts'
import { makeJournal, type Row } from './journal.ts'
import { outcomeOf, walkOf, type Outcome } from './outcome.ts'
import type { Program } from './program.ts'

/** Rows of one run that a replay may keep. */
const SHOWN_MAX = 10_000
/** Steps computed again; a longer run ends unseen. */
const STEPS_MAX = 100_000

type Stored = Row & { readonly at: string; readonly ended_at: string | null }

export async function storedRun(sql: Sql, org: string, id: string) {
  const [claim] = await sql<Claim & { state: string; output: unknown; error: string | null }>`
    SELECT org, id, flow, version, owner, cause, input, coalesce(started_at, created_at) AS started_at, lane, parent, parent_path, keys_of, fence, false AS first, active_ms, depth, state, output, error
    FROM flows.run WHERE org = ${org} AND id = ${id}`
  const rows = await sql<Stored>`
    SELECT path, kind, state, attempt, output, due_at, error_class, error, at, ended_at FROM flows.step
    WHERE org = ${org} AND run = ${id} ORDER BY at, path LIMIT ${SHOWN_MAX}`
  return { claim: claim!, rows }
}

/** Walks it once more without any effect: what is in the journal is taken, the rest computed. */
export async function again(
  program: Program,
  claim: Claim,
  rows: readonly Row[],
): Promise<Outcome> {
  return outcomeOf({
    ...walkOf(undefined, program, claim, STEPS_MAX),
    journal: makeJournal(undefined, claim, rows, async () => true),
    dry: 'look',
  })
}
