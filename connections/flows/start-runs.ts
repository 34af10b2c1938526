import { newId, rowsOf, writing, type Sql } from '#kernel'
import { DEPTH_MAX, uuidOf, type Asked } from './asked.ts'
import { StepError } from './classify.ts'
import type { Claim } from './claims.ts'
import { inLanes } from './lanes.ts'
import { atOnce, type Outcome } from './outcome.ts'

export interface Begun {
  readonly run: string
  /** It was asked for before; `run` is the one from then. */
  readonly again: boolean
  readonly state: string
  readonly outcome?: Outcome | undefined
}

/** A row to be stored, its place in a lane decided. */
export interface NewRun extends Asked {
  readonly id: string
  readonly state: string
  /** In milliseconds from now; undefined: nobody has to look. */
  readonly dueInMs: number | undefined
  readonly outcome: Outcome | undefined
}

/**
 * Stores runs of one organisation in the caller's transaction, with the keys that make each the only
 * one. Runs without effects are finished before they are stored.
 */
export async function startRuns(
  sql: Sql,
  org: string,
  asked: readonly Asked[],
  now = new Date(),
): Promise<Begun[]> {
  if (asked.length === 0) return []
  const drafts = asked.map((each) => ({ ...each, id: each.id ?? newId() }))
  const placed = drafts.some(({ lane }) => lane !== undefined)
    ? await inLanes(sql, org, await fresh(sql, org, drafts))
    : drafts.map((draft) => ({ ...draft, state: 'ready', dueInMs: 0 }))
  const runs = await Promise.all(
    placed.map(async (draft): Promise<NewRun> => {
      if ((draft.depth ?? 0) > DEPTH_MAX) return { ...draft, outcome: tooDeep() }
      const outcome =
        draft.state === 'ready' ? await atOnce(draft.program, claimOf(org, draft, now)) : undefined
      return { ...draft, outcome }
    }),
  )
  const stored = await insert(sql, org, runs)
  const byId = new Map(runs.map((run) => [run.id, run]))
  const before = await firstOnes(
    sql,
    org,
    drafts.filter(({ id }) => !stored.has(id)),
  )
  return drafts.map(({ id }) => {
    const run = byId.get(id)
    if (stored.has(id) && run)
      return { run: id, again: false, state: run.outcome?.state ?? run.state, outcome: run.outcome }
    const first = before.get(id)
    return { run: first?.run ?? id, again: true, state: first?.state ?? 'done' }
  })
}

/** A dead letter, where everybody sees it, and no further run. */
const tooDeep = (): Outcome => ({
  state: 'failed',
  error: new StepError(
    'data',
    `Flows started one another more than ${DEPTH_MAX} times in a row, so it ends here. Give the trigger a condition that is not met by what the flow itself writes.`,
  ),
})

function claimOf(org: string, draft: Asked & { id: string }, now: Date): Claim {
  return {
    org,
    id: draft.id,
    flow: draft.flow,
    version: draft.version,
    owner: draft.owner,
    cause: draft.cause,
    input: draft.input,
    started_at: now.toISOString(),
    lane: draft.lane ?? null,
    parent: draft.parent ?? null,
    parent_path: draft.parentPath ?? null,
    keys_of: draft.keysOf ?? null,
    fence: 0,
    first: true,
    active_ms: 0,
    depth: draft.depth ?? 0,
  }
}

async function insert(sql: Sql, org: string, runs: readonly NewRun[]): Promise<Set<string>> {
  if (runs.length === 0) return new Set()
  const take = <V>(pick: (run: NewRun) => V): V[] => runs.map(pick)
  const draft = writing(org)
  // What a statement does not use must not be bound.
  const keyed = runs.some(({ key }) => key !== undefined)
  const { from, at } = rowsOf(draft, 'n', {
    id: ['uuid', take(({ id }) => id)],
    flow: ['uuid', take(({ flow }) => flow)],
    version: ['bigint', take(({ version }) => version)],
    owner: ['uuid', take(({ owner }) => owner)],
    state: ['text', take(({ outcome, state }) => outcome?.state ?? state)],
    cause: ['text', take(({ cause }) => cause)],
    input: ['text', take(({ input }) => JSON.stringify(input ?? null))],
    output: ['text', take(({ outcome }) => (outcome?.state === 'done' ? outcome.output : null))],
    error_class: [
      'text',
      take(({ outcome }) => (outcome?.state === 'failed' ? outcome.error.class : null)),
    ],
    error_step: [
      'text',
      take(({ outcome }) => (outcome?.state === 'failed' ? outcome.error.path : null)),
    ],
    error: [
      'text',
      take(({ outcome }) =>
        outcome?.state === 'failed' ? outcome.error.message.slice(0, 1000) : null,
      ),
    ],
    ended: ['boolean', take(({ outcome }) => outcome !== undefined)],
    due: ['double precision', take(({ outcome, dueInMs }) => (outcome ? null : (dueInMs ?? null)))],
    lane: ['text', take(({ lane }) => lane ?? null)],
    origin: ['uuid', take(({ origin }) => origin ?? null)],
    keys_of: ['uuid', take(({ keysOf }) => keysOf ?? null)],
    parent: ['uuid', take(({ parent }) => parent ?? null)],
    parent_path: ['text', take(({ parentPath }) => parentPath ?? null)],
    depth: ['int', take(({ depth }) => depth ?? 0)],
    ...(keyed
      ? { key: ['uuid', take(({ key }) => (key === undefined ? null : uuidOf(key)))] }
      : {}),
  })
  const inbox = keyed
    ? `i AS (INSERT INTO flows.inbox (org, flow, key, run) SELECT $1::uuid, ${at.flow}, ${at.key}, ${at.id} ${from || 'FROM (VALUES (1)) one(x)'} WHERE ${at.key} IS NOT NULL ON CONFLICT DO NOTHING RETURNING run)`
    : ''
  const text = `${keyed ? `WITH ${inbox} ` : ''}INSERT INTO flows.run (org, id, flow, version, owner, state, cause, input, output, error_class, error_step, error, started_at, ended_at, due_at, lane, origin, keys_of, parent, parent_path, depth)
    SELECT $1::uuid, ${at.id}, ${at.flow}, ${at.version}, ${at.owner}, ${at.state}, ${at.cause}, ${at.input}::jsonb, ${at.output}::jsonb, ${at.error_class}, ${at.error_step}, ${at.error},
      CASE WHEN ${at.ended} THEN now() END, CASE WHEN ${at.ended} THEN clock_timestamp() END, clock_timestamp() + ${at.due} * interval '1 ms', ${at.lane}, ${at.origin}, ${at.keys_of}, ${at.parent}, ${at.parent_path}, ${at.depth}
    ${from}${keyed ? `${from ? '' : ' FROM (VALUES (1)) one(x)'} WHERE ${at.key} IS NULL OR ${at.id} IN (SELECT run FROM i)` : ''} RETURNING id`
  const rows = await sql.prepared<{ id: string }>(text, draft.values)
  return new Set(rows.map(({ id }) => id))
}

/** Without those whose key is known: a lane must not count what is not begun. */
async function fresh<D extends Asked & { id: string }>(
  sql: Sql,
  org: string,
  drafts: readonly D[],
): Promise<D[]> {
  const before = await firstOnes(sql, org, drafts)
  return drafts.filter(({ id }) => !before.has(id))
}

async function firstOnes(
  sql: Sql,
  org: string,
  drafts: readonly (Asked & { id: string })[],
): Promise<Map<string, { run: string; state: string }>> {
  const keyed = drafts.filter(({ key }) => key !== undefined)
  if (keyed.length === 0) return new Map()
  const rows = await sql<{ flow: string; key: string; run: string; state: string | null }>`
    SELECT i.flow, i.key, i.run, r.state FROM flows.inbox i LEFT JOIN flows.run r ON r.org = i.org AND r.id = i.run
    WHERE i.org = ${org} AND (i.flow, i.key) IN (SELECT * FROM unnest(${keyed.map(({ flow }) => flow)}::uuid[], ${keyed.map(({ key }) => uuidOf(key!))}::uuid[]))`
  const found = new Map(rows.map((row) => [`${row.flow} ${row.key}`, row]))
  return new Map(
    keyed.flatMap(({ id, flow, key }) => {
      const row = found.get(`${flow} ${uuidOf(key!)}`)
      return row ? [[id, { run: row.run, state: row.state ?? 'done' }] as const] : []
    }),
  )
}
