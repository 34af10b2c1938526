import type { Context } from '#kernel'
import { rolesIn } from '#modules/chat'
import { belongings } from '#modules/directory'
import type { DocumentRecord } from './role.ts'

/** Those of these people who may read the document themselves: nobody hears of what is not his to see. */
export async function readersAmong(
  ctx: Context,
  { id, owner, reach, conversation }: DocumentRecord,
  people: readonly string[],
): Promise<string[]> {
  if (people.length === 0) return []
  const [places, members, grants] = await Promise.all([
    Promise.all(people.map((person) => belongings(ctx.sql, ctx.org, person))),
    conversation ? rolesIn(ctx, conversation, people) : new Map<string, string>(),
    ctx.sql<{ person: string | null; department: string | null; team: string | null }>`
      SELECT person, department, team FROM documents.grant WHERE org = ${ctx.org} AND document = ${id}`,
  ])
  return people.filter((person, index) => {
    const place = places[index]
    if (place?.status !== 'active') return false
    if (reach !== 'named' || person === owner || members.has(person)) return true
    return grants.some(
      (grant) =>
        grant.person === person ||
        (grant.department !== null && place.departments.includes(grant.department)) ||
        (grant.team !== null && place.groups.includes(grant.team)),
    )
  })
}
