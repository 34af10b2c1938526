import type { Context } from '#kernel'

export interface Shared {
  readonly people?: readonly string[] | undefined
  readonly departments?: readonly string[] | undefined
}

/** Those and no others may use it, beside its owner. */
export async function shareWith(
  { org, sql, id }: Pick<Context, 'org' | 'sql' | 'id'>,
  account: string,
  { people = [], departments = [] }: Shared,
): Promise<void> {
  await sql`DELETE FROM vault.share WHERE org = ${org} AND account = ${account}`
  const all = [
    ...people.map((person) => ({ person, department: null })),
    ...departments.map((department) => ({ person: null, department })),
  ]
  if (all.length === 0) return
  await sql`
    INSERT INTO vault.share (org, id, account, person, department)
    SELECT ${org}, s.id, ${account}, s.person, s.department
    FROM unnest(${all.map(() => id())}::uuid[], ${all.map(({ person }) => person)}::uuid[], ${all.map((each) => each.department)}::uuid[]) AS s(id, person, department)`
}
