import { defineAction, T } from '#kernel'
import { Flow, Run } from '../entities.ts'
import type { Row } from '../journal.ts'
import { look } from '../look.ts'
import { programFor } from '../programs.ts'
import { definitionOf } from '../publish.ts'
import { part, seenOf, seenSchema, type SeenStep } from '../seen.ts'

/** Rows of the journal read for one look: a loop of a million items is looked at by its first ones. */
const ROWS_MAX = 2_000

type Journalled = Row & {
  readonly error_class: string | null
  readonly error: string | null
  readonly at: string
  readonly ended_at: string | null
}

export const lookAtRun = defineAction({
  id: 'flows.run.look',
  kind: 'query',
  effect: 'local',
  title: 'Look at a run',
  description:
    'A run with its flow as it was then and every step: what it was told, what it answered, how long it took, how often it was tried. Steps without an effect are computed again.',
  input: T.Object({ run: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    run: T.Json(),
    title: T.String(),
    flow_state: T.String(),
    flow_version: T.Integer(),
    definition: T.Json(),
    input: T.Json(),
    output: T.Optional(T.Json()),
    steps: T.Array(seenSchema),
    more: T.Boolean(),
  }),
  subject: 'run',
  scope: 'flows.use',
}).run(async ({ run: id }, ctx) => {
  const stored = await ctx.records(Run).get(id)
  const flow = await ctx.records(Flow).get(stored.flow)
  const [kept] = await ctx.sql<{ input: unknown; output: unknown; stale: boolean }>`
    SELECT input, output, state = 'running' AND due_at < clock_timestamp() AS stale FROM flows.run WHERE org = ${ctx.org} AND id = ${id}`
  // Who held it is gone: nobody runs it until somebody takes it up.
  const run = { ...stored, ...(kept?.stale ? { state: 'ready' as const } : {}) }
  const rows = await ctx.sql<Journalled>`
    SELECT path, kind, state, attempt, output, due_at, error_class, error, at, ended_at FROM flows.step
    WHERE org = ${ctx.org} AND run = ${id} ORDER BY at, path LIMIT ${ROWS_MAX}`
  const begun = run.started_at !== undefined || run.ended_at !== undefined
  const { seen, more } = begun
    ? await look(
        await programFor(ctx.sql, ctx.org, run.flow, run.version),
        {
          org: ctx.org,
          flow: run.flow,
          version: run.version,
          owner: run.owner,
          id,
          input: kept?.input,
          at: new Date(run.started_at ?? run.created_at),
        },
        { rows },
      )
    : { seen: [], more: false }
  const input = part('input', kept?.input ?? null)
  const output = run.state === 'done' ? part('output', kept?.output ?? null) : {}
  return {
    run,
    title: flow.title,
    flow_state: flow.state,
    flow_version: flow.version,
    definition: await definitionOf(ctx, run.flow, run.version),
    input: input.input ?? { length: input.input_length ?? 0 },
    ...(output.output === undefined ? {} : { output: output.output }),
    steps: merged(seen.map(seenOf), rows, run.state),
    more: more || rows.length >= ROWS_MAX,
  }
})

/** The journal knows what happened; the walk knows what was computed around it. */
function merged(seen: SeenStep[], rows: readonly Journalled[], run: string): SeenStep[] {
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const known = new Set(seen.map(({ path }) => path))
  const steps = seen.map((step) => {
    const row = byPath.get(step.path)
    return row ? { ...step, ...ofRow(row, run) } : step
  })
  // What the walk no longer reaches; what a step keeps for itself is no step.
  const others = rows.filter(({ path }) => !known.has(path) && !/\/$|\/~/.test(path))
  return [
    ...steps,
    ...others.map((row) => ({ path: row.path, kind: row.kind, ...ofRow(row, run) })),
  ]
}

function ofRow(row: Journalled, run: string): Omit<SeenStep, 'path' | 'kind' | 'input'> {
  const began = Date.parse(row.at)
  return {
    state: stateOf(row, run),
    attempt: row.attempt,
    at: new Date(began).toISOString(),
    ms: row.ended_at ? Math.max(0, Date.parse(row.ended_at) - began) : 0,
    ...(row.due_at ? { due_at: new Date(row.due_at).toISOString() } : {}),
    ...(row.state === 'done' ? part('output', row.output ?? null) : {}),
    ...(row.error && row.error_class
      ? { error: { class: row.error_class, message: row.error } }
      : {}),
  }
}

function stateOf(row: Journalled, run: string): SeenStep['state'] {
  if (row.state === 'done' || row.state === 'retry') return row.state
  if (row.state === 'failed') return row.error_class === 'uncertain' ? 'uncertain' : 'failed'
  if (row.state === 'open') return 'waiting'
  // It said that it would, and the run does not go on: nobody knows whether it did.
  return run === 'running' || run === 'ready' ? 'running' : 'uncertain'
}
