import { OPERATOR_ORG, type Position } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { createFlow } from './actions/flow.create.ts'
import { startRun } from './actions/run.start.ts'
import { engineOf } from './engines.ts'
import type { Flow } from './definition.ts'

/** What tests of flows do again and again. */
export interface Stand extends AsyncDisposable {
  readonly as: Cast
  make(flow: Partial<Flow> & Pick<Flow, 'steps'>): Promise<string>
  /** Begins a run and answers it once nothing of it is due any more. */
  run(flow: string, input?: unknown): Promise<RunRow>
  row(id: string): Promise<RunRow>
  runs(flow: string): Promise<RunRow[]>
  settle(): Promise<void>
}
export interface RunRow {
  readonly id: string
  readonly state: string
  readonly output: unknown
  readonly input: unknown
  readonly error: string | null
  readonly error_class: string | null
  readonly error_step: string | null
}

/** A stopped engine reads nothing any more. */
const PATIENCE_MS = 5_000

export async function stand(extra: Parameters<typeof tenon>[1] = {}): Promise<Stand> {
  const as = await tenon([], extra)
  const org = as.lin.actor.org
  const { sql } = as.kernel.database.reader(org)
  const server = as.kernel.database.reader(OPERATOR_ORG)
  /** Whether the log tells what the flows have not read yet. */
  const behind = async (): Promise<boolean> => {
    const [cursor] = await server.sql<{ position: Position }>`
      SELECT position FROM flows.cursor WHERE org = ${OPERATOR_ORG} AND id = 'events'`
    return !cursor || (await as.kernel.eventsAfter(cursor.position, 1)).events.length > 0
  }
  const settle = async (): Promise<void> => {
    const until = performance.now() + PATIENCE_MS
    for (let quiet = 0; quiet < 3; quiet++) {
      await as.kernel.idle()
      await engineOf(as.kernel)!.idle()
      await new Promise((resolve) => setTimeout(resolve, 15))
      if (performance.now() < until && (await behind())) quiet = -1
    }
  }
  const row = async (id: string): Promise<RunRow> => {
    const [found] = await sql<RunRow>`SELECT * FROM flows.run WHERE org = ${org} AND id = ${id}`
    return found!
  }
  return {
    as,
    row,
    settle,
    async make(flow) {
      const definition = { format: 1, title: 'Test', trigger: { kind: 'manual' }, ...flow }
      return (await as.lin.call(createFlow, { definition })).flow
    },
    async run(flow, input = {}) {
      const { run } = await as.lin.call(startRun, { flow, input })
      await settle()
      return row(run)
    },
    runs: (flow) =>
      sql<RunRow>`SELECT * FROM flows.run WHERE org = ${org} AND flow = ${flow} ORDER BY id`,
    [Symbol.asyncDispose]: () => as[Symbol.asyncDispose](),
  }
}
