import type { Context } from '#kernel'
import type { Asked } from './asked.ts'
import { Flow, Run } from './entities.ts'
import { again, storedRun } from './stored-run.ts'
import { programFor } from './programs.ts'
import { zoneOf } from './zone.ts'
import { startRuns } from './start-runs.ts'
import { laneOf } from './trigger.ts'

export interface ReplayAsked {
  readonly runs?: readonly string[]
  readonly flow?: string
  readonly state?: 'failed' | 'done' | 'cancelled'
  readonly error_class?: string
  readonly since?: string
  readonly until?: string
  readonly from?: string
  readonly version?: 'same' | 'newest'
  readonly keys?: 'keep' | 'renew'
  readonly dry?: boolean
}
interface Replayed {
  origin: string
  run?: string
  state: string
  before?: unknown
  after?: unknown
  same?: boolean
}

export async function replay(
  ctx: Context,
  asked: ReplayAsked,
  limit: number,
): Promise<{ items: Replayed[]; more: boolean }> {
  const {
    runs,
    flow,
    state,
    error_class,
    since,
    until,
    from = 'start',
    version = 'same',
    keys = 'renew',
    dry,
  } = asked
  const created = { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) }
  const found = await ctx.records(Run).list({
    where: {
      ...(runs ? { id: { in: runs } } : {}),
      ...(flow ? { flow } : {}),
      ...(error_class ? { error_class } : {}),
      ...(since || until ? { created_at: created } : {}),
      state: state ? state : { in: ['failed', 'done', 'cancelled'] },
    } as never,
    sort: ['id'] as never,
    limit,
  })
  const items: Replayed[] = []
  for (const { id, flow: of } of found.items) {
    const { version: newest, state: present } = await ctx.records(Flow).get(of)
    const { claim, rows } = await storedRun(ctx.sql, ctx.org, id)
    const number = version === 'newest' ? newest : claim.version
    const program = await programFor(ctx.sql, ctx.org, of, number)
    const kept = rows.filter((row) => row.state === 'done' && before(row, rows, from))
    if (dry) {
      const outcome = await again(program, { ...claim, version: number }, kept)
      const after =
        outcome.state === 'done'
          ? (JSON.parse(outcome.output) as unknown)
          : outcome.state === 'failed'
            ? outcome.error.message
            : undefined
      const was = claim.output ?? claim.error ?? undefined
      items.push({
        origin: id,
        state: outcome.state,
        ...(was === undefined ? {} : { before: was }),
        ...(after === undefined ? {} : { after }),
        same: JSON.stringify(was) === JSON.stringify(after),
      })
      continue
    }
    if (present === 'deleted') continue
    const around = { now: ctx.now, zone: zoneOf(program) }
    const draft: Asked = {
      flow: of,
      version: number,
      owner: claim.owner,
      program,
      cause: claim.cause,
      input: claim.input,
      origin: id,
      lane: laneOf(program, claim.input, around),
      ...(keys === 'keep' ? { keysOf: claim.keys_of ?? claim.id } : {}),
    }
    const [begun] = await startRuns(ctx.sql, ctx.org, [draft], ctx.now)
    if (kept.length)
      await ctx.sql`
        INSERT INTO flows.step (org, run, path, kind, state, attempt, output, at, ended_at)
        SELECT org, ${begun!.run}, path, kind, state, attempt, output, at, ended_at FROM flows.step
        WHERE org = ${ctx.org} AND run = ${id} AND path = ANY(${kept.map(({ path }) => path)}::text[])`
    // It has a journal from the start, so whoever takes it up has to read it.
    if (kept.length)
      await ctx.sql`UPDATE flows.run SET fence = 1 WHERE org = ${ctx.org} AND id = ${begun!.run} AND state = 'ready'`
    items.push({ origin: id, run: begun!.run, state: begun!.state })
  }
  return { items, more: found.next !== undefined }
}

/** What was done before the step one starts from is not done again. */
function before(
  row: { path: string; ended_at: string | null; at: string },
  rows: readonly { path: string; at: string }[],
  from: string,
): boolean {
  if (from === 'start') return false
  if (from === 'failed') return true
  const start = rows.find(({ path }) => path === from)
  return start !== undefined && row.path !== from && (row.ended_at ?? row.at) <= start.at
}
