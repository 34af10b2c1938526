import type { Sql } from '#kernel'

/** Where a person belongs: what `$actor.departments`, `subtree` and `groups` are made from. */
export interface Belongings {
  readonly status: 'active' | 'invited' | 'left'
  readonly name: string
  readonly departments: string[]
  /** The departments and all below them. */
  readonly subtree: string[]
  readonly groups: string[]
  readonly posts: string[]
}

/** One statement; `undefined` when there is no such person. Leading a department means belonging to it. */
export async function belongings(
  sql: Sql,
  org: string,
  person: string,
): Promise<Belongings | undefined> {
  const [row] = await sql<Belongings>`
    WITH own AS (
      SELECT department FROM directory.person WHERE org = ${org} AND id = ${person} AND department IS NOT NULL
      UNION SELECT department FROM directory.assignment WHERE org = ${org} AND person = ${person}
      UNION SELECT id FROM directory.department WHERE org = ${org} AND leader = ${person}
    )
    SELECT p.status, p.name,
      ARRAY(SELECT department::text FROM own) AS departments,
      ARRAY(SELECT DISTINCT c.descendant::text FROM own
        JOIN directory.department_closure c ON c.org = ${org} AND c.ancestor = own.department) AS subtree,
      ARRAY(SELECT m."group"::text FROM directory.group_member m
        WHERE m.org = ${org} AND m.person = ${person}) AS groups,
      ARRAY(SELECT DISTINCT a.post::text FROM directory.assignment a
        WHERE a.org = ${org} AND a.person = ${person} AND a.post IS NOT NULL) AS posts
    FROM directory.person p WHERE p.org = ${org} AND p.id = ${person}`
  return row
}
