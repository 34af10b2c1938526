import type { Sql } from '#kernel'

/**
 * Answers what a run waits for, or will wait for: an answer that comes first is kept. Only the first one
 * counts. True when this was it.
 */
export async function resolveStep(
  sql: Sql,
  org: string,
  run: string,
  path: string,
  output: unknown,
  kind = 'wait',
): Promise<boolean> {
  // The run before its step: the same order in which the run itself writes.
  const [found] = await sql<{ state: string }>`
    SELECT state FROM flows.run WHERE org = ${org} AND id = ${run} FOR UPDATE`
  if (!found || ['done', 'failed', 'cancelled'].includes(found.state)) return false
  const rows = await sql`
    INSERT INTO flows.step AS s (org, run, path, kind, state, output, ended_at)
    VALUES (${org}, ${run}, ${path}, ${kind}, 'done', ${JSON.stringify(output ?? null)}::jsonb, clock_timestamp())
    ON CONFLICT (org, run, path) DO UPDATE SET state = 'done', output = excluded.output, ended_at = excluded.ended_at, event = NULL
      WHERE s.state IN ('open', 'intent') RETURNING 1`
  if (rows.length === 0) return false
  await sql`
    UPDATE flows.run SET nudged = true, due_at = CASE WHEN state = 'waiting' THEN clock_timestamp() ELSE due_at END
    WHERE org = ${org} AND id = ${run}`
  return true
}
