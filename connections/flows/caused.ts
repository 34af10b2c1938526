import type { Session, Sql } from '#kernel'
import type { Claim } from './claims.ts'

/** What this transaction writes into the log was caused by a run; costs no round trip. */
export function caused({ sql, last }: Session, { org, depth }: Claim): void {
  last(sql`
    INSERT INTO flows.caused AS c (org, depth) VALUES (${org}, ${depth})
    ON CONFLICT (org, xid) DO UPDATE SET depth = greatest(c.depth, excluded.depth)`)
}

/** By transaction: how deep the run was that did it. */
export async function causes(
  sql: Sql,
  org: string,
  xids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ xid: string; depth: number }>`
    SELECT xid::text, depth FROM flows.caused WHERE org = ${org} AND xid = ANY(${[...new Set(xids)]}::text[]::xid8[])`
  return new Map(rows.map(({ xid, depth }) => [xid, depth]))
}
