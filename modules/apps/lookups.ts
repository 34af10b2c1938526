import type { BaseContext } from '#kernel'
import type { Lookups } from './cells/read.ts'

/** People and departments that a file may name; more than this are not looked for by name. */
const KNOWN_MAX = 20_000

/** Whom a cell may mean: by name, e-mail or staff number. Two of one name mean nobody. */
export async function directoryOf(
  ctx: BaseContext,
): Promise<Pick<Lookups, 'people' | 'departments'>> {
  const people = await ctx.sql<{
    id: string
    name: string
    email: string | null
    staff_no: string | null
  }>`
    SELECT id, name, email, staff_no FROM directory.person
    WHERE org = ${ctx.org} AND status <> 'left' ORDER BY id LIMIT ${KNOWN_MAX}`
  const departments = await ctx.sql<{ id: string; name: string }>`
    SELECT id, name FROM directory.department WHERE org = ${ctx.org} ORDER BY id LIMIT ${KNOWN_MAX}`
  return {
    people: once(
      people.flatMap(({ id, ...by }) => Object.values(by).map((key) => [key, id] as const)),
    ),
    departments: once(departments.map(({ id, name }) => [name, id])),
  }
}

export function once(pairs: Iterable<readonly [string | null, string]>): Map<string, string> {
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const [text, id] of pairs) {
    const key = text?.toLowerCase()
    if (!key) continue
    if (found.has(key) && found.get(key) !== id) twice.add(key)
    found.set(key, id)
  }
  for (const key of twice) found.delete(key)
  return found
}
