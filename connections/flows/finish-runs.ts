import type { Kernel, Sql } from '#kernel'
import type { Claim } from './claims.ts'
import { gather } from './gather.ts'
import type { Outcome } from './outcome.ts'
import { resolveStep } from './resolve.ts'

export interface Finished {
  readonly claim: Claim
  readonly outcome: Outcome
  readonly activeMs: number
}
export type Finish = (org: string, finished: Finished) => Promise<boolean>

/** One for the node: how stretches of runs ended, many in one transaction. False: the run was no longer ours. */
export function finisher(kernel: Kernel, woken: () => void): Finish {
  return gather(async (org, items) => {
    let wake = false
    const ended = await kernel.database.transaction(org, async ({ sql }) => {
      await lockLanes(sql, org, items)
      const ours = await write(sql, org, items)
      for (const { claim, outcome } of items) {
        if (!ours.has(claim.id) || outcome.state === 'waiting') continue
        if (claim.parent && claim.parent_path) {
          await resolveStep(sql, org, claim.parent, claim.parent_path, answerOf(claim, outcome))
          wake = true
        }
        if (claim.lane !== null) {
          await releaseLane(sql, org, claim, outcome.state === 'failed')
          wake = true
        }
      }
      return ours
    })
    if (wake) woken()
    return items.map(({ claim }) => ended.has(claim.id))
  })
}

const answerOf = (claim: Claim, outcome: Outcome): unknown =>
  outcome.state === 'done'
    ? { run: claim.id, state: 'done', output: JSON.parse(outcome.output) as unknown }
    : {
        run: claim.id,
        state: 'failed',
        error: outcome.state === 'failed' ? outcome.error.message : '',
      }

async function write(sql: Sql, org: string, items: readonly Finished[]): Promise<Set<string>> {
  const take = <V>(pick: (item: Finished) => V): V[] => items.map(pick)
  const failed = <V>(pick: (error: Extract<Outcome, { state: 'failed' }>['error']) => V) =>
    take(({ outcome }) => (outcome.state === 'failed' ? pick(outcome.error) : null))
  const rows = await sql<{ id: string }>`
    UPDATE flows.run r SET state = j.state, output = j.output::jsonb, error_class = j.class, error_step = j.step, error = j.error,
      due_at = CASE WHEN j.state = 'waiting' THEN CASE WHEN r.nudged THEN clock_timestamp() ELSE j.due END END, parked = j.parked,
      ended_at = CASE WHEN j.state <> 'waiting' THEN clock_timestamp() END, holder = NULL, nudged = false,
      active_ms = r.active_ms + j.active, rev = r.rev + 1, updated_at = now()
    FROM unnest(${take(({ claim }) => claim.id)}::uuid[], ${take(({ claim }) => claim.fence)}::bigint[], ${take(({ outcome }) => outcome.state)}::text[],
      ${take(({ outcome }) => (outcome.state === 'done' ? outcome.output : null))}::text[], ${failed((error) => error.class)}::text[],
      ${failed((error) => error.path)}::text[], ${failed((error) => error.message.slice(0, 1000))}::text[],
      ${take(({ outcome }) => (outcome.state === 'waiting' ? (outcome.due?.toISOString() ?? null) : null))}::timestamptz[],
      ${take(({ activeMs }) => Math.round(activeMs))}::bigint[], ${take(({ outcome }) => (outcome.state === 'waiting' ? (outcome.parked ?? null) : null))}::uuid[])
      AS j(id, fence, state, output, class, step, error, due, active, parked)
    WHERE r.org = ${org} AND r.id = j.id AND r.fence = j.fence AND r.state = 'running' RETURNING r.id`
  return new Set(rows.map(({ id }) => id))
}

/** Before the runs' own rows, and in the order in which runs that begin take them. */
async function lockLanes(sql: Sql, org: string, items: readonly Finished[]): Promise<void> {
  const keys = items.flatMap(({ claim: { flow, lane } }) =>
    lane === null ? [] : [`${flow} ${lane}`],
  )
  if (keys.length === 0) return
  const sorted = [...new Set(keys)].toSorted()
  await sql`
    SELECT 1 FROM flows.lane l JOIN unnest(${sorted.map((key) => key.slice(0, 36))}::uuid[], ${sorted.map((key) => key.slice(37))}::text[]) WITH ORDINALITY AS k(flow, key, n)
      ON l.flow = k.flow AND l.key = k.key WHERE l.org = ${org} ORDER BY k.n FOR UPDATE OF l`
}

/** The next of the key goes, unless too many of it failed: then the key alone stands still. */
export async function releaseLane(
  sql: Sql,
  org: string,
  { flow, version, lane }: Pick<Claim, 'flow' | 'version' | 'lane'>,
  failed: boolean,
): Promise<void> {
  await sql`
    WITH l AS (
      UPDATE flows.lane SET failures = CASE WHEN ${failed} THEN failures + 1 ELSE 0 END, at = now(),
        parked = ${failed} AND failures + 1 >= coalesce((SELECT (v.definition #>> '{order,parkAfter}')::int FROM flows.version v WHERE v.org = ${org} AND v.flow = ${flow} AND v.number = ${version}), 2147483647)
      WHERE org = ${org} AND flow = ${flow} AND key = ${lane} RETURNING parked
    )
    UPDATE flows.run SET state = 'ready', due_at = clock_timestamp(), rev = rev + 1
    WHERE org = ${org} AND NOT (SELECT parked FROM l) AND id = (
      SELECT id FROM flows.run WHERE org = ${org} AND flow = ${flow} AND lane = ${lane} AND state = 'queued' ORDER BY id LIMIT 1)`
}
