import type { Sql } from '#kernel'

/** Deep enough for any company; a bound for every walk up and down. */
export const DEPTH_MAX = 20

/** The closure and paths of a department just made under `parent`. */
export async function plantUnder(
  sql: Sql,
  org: string,
  department: string,
  parent: string | null,
): Promise<void> {
  await sql`
    INSERT INTO directory.department_closure (org, ancestor, descendant, depth)
    SELECT ${org}::uuid, c.ancestor, ${department}::uuid, c.depth + 1 FROM directory.department_closure c
    WHERE c.org = ${org} AND c.descendant = ${parent}::uuid
    UNION ALL SELECT ${org}::uuid, ${department}::uuid, ${department}::uuid, 0`
  await writePaths(sql, org, department)
}

/** Takes a subtree away from what was above it and hangs it under `parent`. */
export async function moveUnder(
  sql: Sql,
  org: string,
  department: string,
  parent: string | null,
): Promise<void> {
  await sql`
    DELETE FROM directory.department_closure c USING directory.department_closure below
    WHERE below.org = ${org} AND below.ancestor = ${department} AND c.org = ${org} AND c.descendant = below.descendant
      AND NOT EXISTS (SELECT 1 FROM directory.department_closure inside
        WHERE inside.org = ${org} AND inside.ancestor = ${department} AND inside.descendant = c.ancestor)`
  await sql`
    INSERT INTO directory.department_closure (org, ancestor, descendant, depth)
    SELECT ${org}::uuid, above.ancestor, below.descendant, above.depth + below.depth + 1
    FROM directory.department_closure above, directory.department_closure below
    WHERE above.org = ${org} AND above.descendant = ${parent}::uuid AND below.org = ${org} AND below.ancestor = ${department}`
  await writePaths(sql, org, department)
}

export async function isBelow(
  sql: Sql,
  org: string,
  department: string,
  ancestor: string,
): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM directory.department_closure WHERE org = ${org} AND ancestor = ${ancestor} AND descendant = ${department}`
  return rows.length > 0
}

/** How many levels the subtree of a department has, itself included. */
export async function heightOf(sql: Sql, org: string, department: string): Promise<number> {
  const [row] = await sql<{ height: number }>`
    SELECT (max(depth) + 1)::int AS height FROM directory.department_closure WHERE org = ${org} AND ancestor = ${department}`
  return row?.height ?? 0
}

/** Levels from the root down to a department. */
export async function depthOf(sql: Sql, org: string, department: string): Promise<number> {
  const [row] = await sql<{ depth: number }>`
    SELECT count(*)::int AS depth FROM directory.department_closure WHERE org = ${org} AND descendant = ${department}`
  return row?.depth ?? 0
}

/** One writer at a time changes the tree of an organisation, or two moves could close a circle. */
export async function lockTree(sql: Sql, org: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`directory.department ${org}`}, 0))`
}

/** Paths of a department and all below, from the closure. */
async function writePaths(sql: Sql, org: string, department: string): Promise<void> {
  await sql`
    UPDATE directory.department d SET updated_at = now(), path = (
      SELECT jsonb_agg(up.ancestor ORDER BY up.depth DESC) FROM directory.department_closure up
      WHERE up.org = ${org} AND up.descendant = d.id)
    FROM directory.department_closure c
    WHERE c.org = ${org} AND c.ancestor = ${department} AND d.org = ${org} AND d.id = c.descendant`
}
