import type { Kernel, Sql } from '#kernel'
import { LeaseLost, ours, StepError } from './classify.ts'
import type { Claim } from './claims.ts'
import { gather } from './gather.ts'
import { jsonWithin } from './size.ts'

export interface Row {
  readonly path: string
  readonly kind: string
  readonly state: 'intent' | 'done' | 'failed' | 'retry' | 'open'
  readonly attempt: number
  readonly output?: unknown
  readonly due_at?: string | null
  readonly error_class?: string | null
  readonly error?: string | null
}

/** A row to be written, under the run's fence. */
interface Draft {
  readonly path: string
  readonly kind: string
  readonly state: Row['state']
  readonly attempt: number
  readonly output?: unknown
  readonly failed?: StepError
  readonly due_at?: Date
  readonly event?: { readonly type: string; readonly on: string; readonly value: string }
}

/** What a run's steps left: read once when the run is taken up, then kept beside what is written. */
export interface Journal {
  at(path: string): Row | undefined
  write(draft: Draft, forget?: string): Promise<void>
  /** In somebody else's transaction; false when the run is no longer ours. */
  writeIn(sql: Sql, draft: Draft): Promise<boolean>
  /** A wait; `also` shares its transaction and is run once. */
  open(
    draft: Pick<Draft, 'path' | 'kind' | 'due_at' | 'event'>,
    also?: (session: { readonly sql: Sql }) => Promise<void>,
  ): Promise<void>
  rows(): Iterable<Row>
}

/** What one step may answer; more belongs into a file. */
const OUTPUT_MAX = 1_000_000
/** Of all steps that a run has live at once: they lie in memory while it runs. */
const JOURNAL_MAX = 32_000_000
/** Rows that a run may have live at once; a loop forgets those of the items it is done with. */
const ROWS_MAX = 20_000

export type Writer = (
  org: string,
  item: { readonly claim: Claim; readonly draft: Draft; readonly forget?: string | undefined },
) => Promise<boolean>

/** One for the node: rows of many runs of an organisation share a transaction. */
export function journalWriter(kernel: Kernel): Writer {
  return gather(async (org, items) =>
    kernel.database.transaction(org, async ({ sql }) => {
      const written = await put(
        sql,
        org,
        items.map(({ claim, draft }) => ({ claim, draft })),
      )
      for (const { claim, forget } of items)
        if (forget !== undefined && written.has(claim.id))
          await sql`DELETE FROM flows.step WHERE org = ${org} AND run = ${claim.id} AND path LIKE ${`${escaped(forget)}%`} AND path <> ${forget}`
      return items.map(({ claim, draft }) => written.has(`${claim.id} ${draft.path}`))
    }),
  )
}

export async function readJournal(kernel: Kernel, claim: Claim, write: Writer): Promise<Journal> {
  const rows = claim.first
    ? []
    : await kernel.database.reader(claim.org).sql<Row>`
        SELECT path, kind, state, attempt, output, due_at, error_class, error FROM flows.step WHERE org = ${claim.org} AND run = ${claim.id} LIMIT ${ROWS_MAX}`
  return makeJournal(kernel, claim, rows, write)
}

export function makeJournal(
  kernel: Kernel | undefined,
  claim: Claim,
  rows: readonly Row[],
  write: Writer,
): Journal {
  const known = new Map(rows.map((row) => [row.path, row]))
  const sizes = new Map(rows.map(({ path, output }) => [path, sizeOf(output)]))
  let size = sizes.values().reduce((sum, each) => sum + each, 0)
  const grow = (path: string, output: unknown): void => {
    const next = sizeOf(output)
    size += next - (sizes.get(path) ?? 0)
    sizes.set(path, next)
  }
  const fits = ({ path, output }: Draft): void => {
    if (size - (sizes.get(path) ?? 0) + sizeOf(output) > JOURNAL_MAX)
      throw new StepError(
        'data',
        `What the steps of this run answered is longer than ${JOURNAL_MAX / 1_000_000} MB together; keep it in files or records, or go through it in a loop.`,
        path,
      )
  }
  const learn = ({ path, kind, state, attempt, output, due_at }: Draft): void => {
    grow(path, output)
    known.set(path, {
      path,
      kind,
      state,
      attempt,
      output,
      due_at: due_at?.toISOString() ?? null,
    })
  }
  return {
    at: (path) => known.get(path),
    rows: () => known.values(),
    async write(draft, forget) {
      fits(draft)
      if (!(await ours(() => write(claim.org, { claim, draft, forget })))) throw new LeaseLost()
      learn(draft)
      if (forget !== undefined)
        for (const path of known.keys())
          if (path.startsWith(forget) && path !== forget) {
            known.delete(path)
            grow(path, undefined)
            sizes.delete(path)
          }
    },
    async writeIn(sql, draft) {
      fits(draft)
      const written = await put(sql, claim.org, [{ claim, draft }])
      if (written.size === 0) return false
      learn(draft)
      return true
    },
    async open(draft, also) {
      const row = { ...draft, state: 'open' as const, attempt: 1 }
      if (!also) {
        if (!(await ours(() => write(claim.org, { claim, draft: row })))) throw new LeaseLost()
      } else {
        await ours(() =>
          kernel!.database.transaction(claim.org, async (session) => {
            if ((await put(session.sql, claim.org, [{ claim, draft: row }])).size === 0)
              throw new LeaseLost()
            await also(session)
          }),
        )
      }
      learn(row)
    },
  }
}

/**
 * The run's row is locked in share with its fence, so a zombie writes nothing. What was answered before
 * it was asked stays answered.
 */
async function put(
  sql: Sql,
  org: string,
  items: readonly { readonly claim: Claim; readonly draft: Draft }[],
): Promise<Set<string>> {
  const take = <V>(pick: (item: (typeof items)[number]) => V): V[] => items.map(pick)
  const rows = await sql<{ run: string; path: string }>`
    WITH ours AS (
      SELECT r.id FROM flows.run r JOIN unnest(${take(({ claim }) => claim.id)}::uuid[], ${take(({ claim }) => claim.fence)}::bigint[]) AS c(id, fence) ON r.id = c.id AND r.fence = c.fence
      WHERE r.org = ${org} AND r.state = 'running' FOR SHARE OF r
    ), rows AS (
      SELECT DISTINCT ON (run, path) * FROM unnest(${take(({ claim }) => claim.id)}::uuid[], ${take(({ draft }) => draft.path)}::text[], ${take(({ draft }) => draft.kind)}::text[],
        ${take(({ draft }) => draft.state)}::text[], ${take(({ draft }) => draft.attempt)}::int[], ${take(({ draft }) => outputOf(draft))}::text[],
        ${take(({ draft }) => draft.failed?.class ?? null)}::text[], ${take(({ draft }) => draft.failed?.message.slice(0, 1000) ?? null)}::text[],
        ${take(({ draft }) => draft.due_at?.toISOString() ?? null)}::timestamptz[], ${take(({ draft }) => draft.event?.type ?? null)}::text[],
        ${take(({ draft }) => draft.event?.on ?? null)}::text[], ${take(({ draft }) => draft.event?.value ?? null)}::text[])
        AS j(run, path, kind, state, attempt, output, error_class, error, due_at, event, on_key, value)
    )
    INSERT INTO flows.step AS s (org, run, path, kind, state, attempt, output, error_class, error, due_at, event, on_key, value, ended_at)
    SELECT ${org}::uuid, j.run, j.path, j.kind, j.state, j.attempt, j.output::jsonb, j.error_class, j.error, j.due_at, j.event, j.on_key, j.value,
      CASE WHEN j.state IN ('done', 'failed') THEN clock_timestamp() END
    FROM rows j JOIN ours ON ours.id = j.run
    ON CONFLICT (org, run, path) DO UPDATE SET state = CASE WHEN s.state = 'done' THEN s.state ELSE excluded.state END,
      output = CASE WHEN s.state = 'done' THEN s.output ELSE excluded.output END, attempt = excluded.attempt,
      error_class = excluded.error_class, error = excluded.error, due_at = excluded.due_at, ended_at = excluded.ended_at,
      event = excluded.event, on_key = excluded.on_key, value = excluded.value
    RETURNING run, path`
  return new Set(rows.flatMap(({ run, path }) => [run, `${run} ${path}`]))
}

function outputOf({ output, path }: Draft): string | null {
  return output === undefined ? null : jsonWithin(output, OUTPUT_MAX, path)
}

/** About; most answers are small, and this is asked of each. */
function sizeOf(value: unknown): number {
  if (value === undefined || value === null) return 0
  return typeof value === 'object' ? (JSON.stringify(value)?.length ?? 0) : String(value).length
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
