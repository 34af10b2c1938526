import { idAt, type Context } from '#kernel'

/** Rows looked at; a busier day is shown as at least this much. */
const ROWS_MAX = 20_000

/** How often each thing happened since then, newest first and at most so many: a map is no audit. */
export async function eventsSince(
  ctx: Pick<Context, 'sql' | 'org'>,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await ctx.sql<{ type: string; count: number }>`
    SELECT type, count(*) AS count FROM (
      SELECT type FROM kernel.event WHERE org = ${ctx.org} AND id >= ${idAt(since)} ORDER BY id DESC LIMIT ${ROWS_MAX}
    ) e GROUP BY type`
  return new Map(rows.map(({ type, count }) => [type, count]))
}

/** How often each door was used for an action that leaves a trace, by module. */
export async function callsSince(
  ctx: Pick<Context, 'sql' | 'org'>,
  since: Date,
): Promise<{ door: string; module: string; count: number }[]> {
  return ctx.sql`
    SELECT door, split_part(action, '.', 1) AS module, count(*) AS count FROM (
      SELECT door, action FROM kernel.audit WHERE org = ${ctx.org} AND id >= ${idAt(since)} ORDER BY id DESC LIMIT ${ROWS_MAX}
    ) a GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 500`
}
