import { T, defineAction, visibleSchema } from '#kernel'
import { Person } from '../entities.ts'
import { HITS_MAX, departmentHits, hitsOf, wordsOf, type Hit } from '../search.ts'

/** As many as a list of suggestions shows. */
const LIMIT = 20

export const searchPeople = defineAction({
  id: 'directory.person.search',
  kind: 'query',
  effect: 'local',
  title: 'Find people',
  description:
    'Finds colleagues by the beginning of a name (characters, pinyin, initials), e-mail, mobile (or its last four digits), staff number or department. Without text it lists a department.',
  input: T.Object(
    {
      text: T.Optional(
        T.String({
          maxLength: 100,
          title: 'Text',
          description: '“lin”, “ll”, “林”, “larsen”, “0001”',
        }),
      ),
      department: T.Optional(
        T.Id({
          title: 'Department',
          description: 'Only this one and those below it',
          'x-pick': 'directory.department.list',
        }),
      ),
      include_left: T.Optional(T.Boolean({ default: false, title: 'Leavers too' })),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: 100, default: LIMIT })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(visibleSchema(Person)) }),
  scope: 'directory.read',
  mcp: 'listed',
}).run(async ({ text = '', department, include_left = false, limit = LIMIT }, ctx) => {
  const words = wordsOf(text)
  if (text.trim() && words.length === 0) return { items: [] }
  const below = department === undefined ? undefined : await membersBelow(department)
  const present = include_left ? true : { status: { ne: 'left' as const } }
  const placed = below === undefined ? true : { id: { in: below } }
  if (words.length === 0)
    return ctx
      .records(Person)
      .list({ where: { and: [present, placed] }, sort: ['name_key'], limit })

  const hits = await hitsOf(ctx.sql, ctx.org, words)
  const byDepartment = hits.length < limit ? await departmentHits(ctx.sql, ctx.org, text) : []
  const rank = new Map([
    ...byDepartment.map((id) => [id, 4] as const),
    ...hits.map(({ person, rank }) => [person, rank] as const),
  ])
  const needing = (needs: Hit['needs']) =>
    hits.filter((hit) => hit.needs === needs).map(({ person }) => person)
  const email = { email: { ne: null } }
  const mobile = { mobile: { ne: null } }
  // A person found by an address that the caller may not see must not be found: masked fields are null here.
  const found = await ctx.records(Person).list({
    where: {
      and: [
        present,
        placed,
        {
          or: [
            { id: { in: [...needing('nothing'), ...byDepartment].slice(0, HITS_MAX) } },
            { and: [{ id: { in: needing('email') } }, email] },
            { and: [{ id: { in: needing('mobile') } }, mobile] },
            { and: [{ id: { in: needing('both') } }, email, mobile] },
          ],
        },
      ],
    },
    sort: ['name_key'],
    limit: HITS_MAX,
  })
  const items = found.items.toSorted((a, b) => rank.get(a.id)! - rank.get(b.id)!).slice(0, limit)
  return { items }

  async function membersBelow(id: string): Promise<string[]> {
    const rows = await ctx.sql<{ id: string }>`
      SELECT p.id FROM directory.department_closure c
      JOIN directory.person p ON p.org = ${ctx.org} AND p.department = c.descendant
      WHERE c.org = ${ctx.org} AND c.ancestor = ${id}
      UNION SELECT a.person FROM directory.department_closure c
      JOIN directory.assignment a ON a.org = ${ctx.org} AND a.department = c.descendant
      WHERE c.org = ${ctx.org} AND c.ancestor = ${id} LIMIT 1000`
    return rows.map((row) => row.id)
  }
})
