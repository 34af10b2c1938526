import { T, type Sql } from '#kernel'
import { isSignal, StepError, Suspended } from '../classify.ts'
import { defineStep, steps, type StepContext } from '../define-step.ts'
import { wholeOf } from '../given.ts'
import { keyOf, SPACES, spaceOf } from '../space.ts'
import { wakeRuns } from '../wakers.ts'

/** Who waits is woken when it is his turn; this is for when the node that would wake him died. */
const LOOK_MS = 15_000
const WAIT_S_MAX = 86_400
/** Runs in line for one key. */
const LINE_MAX = 10_000

export const lock = defineStep({
  kind: 'lock',
  title: 'One at a time',
  description:
    'Runs steps while no other run, on no server, runs those of the same key; others wait in line, first come first served.',
  effect: 'control',
  durable: () => true,
  schema: T.Object({
    key: T.String({ title: 'Key' }),
    steps: steps({ title: 'Steps' }),
    waitS: T.Optional(T.Integer({ title: 'Wait at most', minimum: 0, maximum: WAIT_S_MAX })),
    shared: T.Optional(T.Enum(SPACES, { title: 'Shared with', default: 'flow' })),
  }),
  async run({ key: given, steps: block, waitS = WAIT_S_MAX, shared = 'flow' }, ctx) {
    if (ctx.dry) return ctx.block(block, 'in')
    const line: Line = {
      org: ctx.claim.org,
      space: spaceOf(shared, ctx.claim),
      key: keyOf(given),
      run: ctx.claim.id,
      path: ctx.path,
    }
    const kept = ctx.progress() as Progress | undefined
    if (kept?.over) return (await leave(ctx, line), kept.output)
    if (!kept?.mine) await take(ctx, line, kept, wholeOf(waitS, 'How long to wait', 0, WAIT_S_MAX))
    try {
      const output = await ctx.block(block, 'in')
      await ctx.keep({ over: true, output } satisfies Progress)
      await leave(ctx, line)
      return output
    } catch (error) {
      // A run that waits inside keeps the lock; one that fails gives it back.
      if (!isSignal(error)) await leave(ctx, line)
      throw error
    }
  },
})

interface Line {
  readonly org: string
  readonly space: string
  readonly key: string
  readonly run: string
  readonly path: string
}
type Progress =
  | { readonly since: number; readonly mine?: boolean; readonly over?: false }
  | { readonly over: true; readonly output: unknown; readonly mine?: boolean }

async function take(
  ctx: StepContext,
  line: Line,
  kept: Progress | undefined,
  waitS: number,
): Promise<void> {
  const since = kept && 'since' in kept ? kept.since : Date.now()
  const first = await ctx.kernel.database.transaction(line.org, ({ sql }) => stand(sql, line))
  if (first) return ctx.keep({ since, mine: true } satisfies Progress)
  if (!kept) await ctx.keep({ since } satisfies Progress)
  const until = since + waitS * 1000
  if (Date.now() >= until) {
    await leave(ctx, line)
    throw new StepError('timeout', 'Others had the lock for too long.')
  }
  throw new Suspended(new Date(Math.min(until, Date.now() + LOOK_MS)))
}

/** In line, and whether that is in front; runs that have ended stand there no more. */
async function stand(sql: Sql, line: Line): Promise<boolean> {
  const { org, space, key, run, path } = line
  await alone(sql, line)
  await sql`
    DELETE FROM flows.hold h WHERE h.org = ${org} AND h.space = ${space} AND h.key = ${key}
      AND NOT EXISTS (SELECT FROM flows.run r WHERE r.org = h.org AND r.id = h.run AND r.state IN ('queued', 'ready', 'running', 'waiting'))`
  const [line_] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM flows.hold WHERE org = ${org} AND space = ${space} AND key = ${key}`
  if (line_!.count >= LINE_MAX) throw new StepError('unavailable', 'Too many wait for this lock.')
  await sql`
    INSERT INTO flows.hold (org, space, key, run, path) VALUES (${org}, ${space}, ${key}, ${run}, ${path}) ON CONFLICT DO NOTHING`
  const [first] = await sql<{ run: string; path: string }>`
    SELECT run, path FROM flows.hold WHERE org = ${org} AND space = ${space} AND key = ${key} ORDER BY turn LIMIT 1`
  return first!.run === run && first!.path === path
}

async function leave(ctx: StepContext, line: Line): Promise<void> {
  const { org, space, key, run, path } = line
  const woken = await ctx.kernel.database.transaction(org, async ({ sql }) => {
    await alone(sql, line)
    await sql`
      DELETE FROM flows.hold WHERE org = ${org} AND space = ${space} AND key = ${key} AND run = ${run} AND path = ${path}`
    return sql`
      UPDATE flows.run SET nudged = true, due_at = CASE WHEN state = 'waiting' THEN clock_timestamp() ELSE due_at END
      WHERE org = ${org} AND id = (SELECT run FROM flows.hold WHERE org = ${org} AND space = ${space} AND key = ${key} ORDER BY turn LIMIT 1) RETURNING 1`
  })
  if (woken.length) wakeRuns(ctx.kernel)
}

/** Who stands in line or leaves it does so alone; turns are then given in the order of commits. */
const alone = (sql: Sql, { org, space, key }: Line) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${org} ${space} ${key}`}, 0))`
