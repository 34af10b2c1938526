import type { Sql } from '#kernel'
import type { FieldRow } from '../custom.ts'
import type { PersonRow, ReadRow } from './read-row.ts'

/** What tells a person, the strongest first. */
export const UNIQUE = ['staff_no', 'email', 'mobile'] as const

export interface Known {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly mobile: string | null
  readonly staff_no: string | null
  readonly job_title: string | null
  readonly hired_on: string | null
  readonly department: string | null
  readonly manager: string | null
  readonly status: string
  readonly custom: Record<string, unknown> | null
}

/** Everything that planning compares with, read once. */
export interface Directory {
  readonly byId: ReadonlyMap<string, Known>
  /** By `staff_no …`, `email …`, `mobile …`; colleagues before leavers. */
  readonly byKey: ReadonlyMap<string, Known>
  readonly byName: ReadonlyMap<string, readonly Known[]>
  readonly departments: Tree
  readonly fields: readonly FieldRow[]
}
export interface Tree {
  /** Id by `<parent id or nothing> <name>`. */
  readonly children: Map<string, string>
  readonly byName: Map<string, string[]>
}

const TREE_MAX = 5000

/** The people that rows may mean, their managers, and the whole tree. */
export async function readDirectory(
  sql: Sql,
  org: string,
  rows: readonly Pick<ReadRow, 'value'>[],
  fields: readonly FieldRow[],
): Promise<Directory> {
  const values = rows.map(({ value }) => value)
  const given = (pick: (value: PersonRow) => (string | undefined)[]): string[] => [
    ...new Set(values.flatMap(pick).filter((each): each is string => Boolean(each))),
  ]
  const managers = given(({ manager }) => [manager])
  // Joins rather than ANY: thousands of values on either side stay a few index or hash lookups.
  const people = await sql<Known>`
    WITH meant AS MATERIALIZED (
      SELECT p.id, p.manager FROM unnest(${[...given(({ staff_no }) => [staff_no]), ...managers]}::text[]) AS g(v)
        JOIN directory.person p ON p.org = ${org} AND p.staff_no = g.v
      UNION SELECT p.id, p.manager FROM unnest(${given(({ email, manager }) => [email, manager?.toLowerCase()])}::text[]) AS g(v)
        JOIN directory.person p ON p.org = ${org} AND p.email = g.v
      UNION SELECT p.id, p.manager FROM unnest(${given(({ mobile }) => [mobile])}::text[]) AS g(v)
        JOIN directory.person p ON p.org = ${org} AND p.mobile = g.v
      UNION SELECT p.id, p.manager FROM unnest(${managers}::text[]) AS g(v)
        JOIN directory.person p ON p.org = ${org} AND p.name = g.v
    ), wanted AS (SELECT id FROM meant UNION SELECT manager FROM meant)
    SELECT p.id, p.name, p.email, p.mobile, p.staff_no, p.job_title, p.hired_on, p.department, p.manager, p.status, p.custom
    FROM wanted JOIN directory.person p ON p.org = ${org} AND p.id = wanted.id
    ORDER BY (p.status = 'left'), p.id`
  const byKey = new Map<string, Known>()
  for (const person of people) {
    for (const field of UNIQUE) {
      const key = `${field} ${person[field]}`
      if (person[field] !== null && !byKey.has(key)) byKey.set(key, person)
    }
  }
  return {
    byId: new Map(people.map((person) => [person.id, person])),
    byKey,
    byName: Map.groupBy(
      people.filter(({ status }) => status !== 'left'),
      ({ name }) => name,
    ),
    departments: await readTree(sql, org),
    fields,
  }
}

export async function readTree(sql: Sql, org: string): Promise<Tree> {
  const rows = await sql<{ id: string; name: string; parent: string | null }>`
    SELECT id, name, parent FROM directory.department WHERE org = ${org} ORDER BY id LIMIT ${TREE_MAX}`
  const byName = new Map<string, string[]>()
  for (const { id, name } of rows) byName.set(name, [...(byName.get(name) ?? []), id])
  return {
    children: new Map(rows.map(({ id, name, parent }) => [`${parent ?? ''} ${name}`, id])),
    byName,
  }
}

/** A path from the top; a single name may also mean the only department so called. */
export function findDepartment(
  path: readonly string[],
  { children, byName }: Tree,
): string | undefined {
  let found: string | undefined = ''
  for (const name of path) {
    found = children.get(`${found} ${name}`)
    if (found === undefined) break
  }
  if (found !== undefined || path.length > 1) return found
  const named = byName.get(path[0]!) ?? []
  return named.length === 1 ? named[0] : undefined
}
