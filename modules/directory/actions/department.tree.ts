import { T, defineAction } from '#kernel'
import { Department } from '../entities.ts'

/** The largest tree drawn at once. */
const DEPARTMENTS_MAX = 1000

export const getDepartmentTree = defineAction({
  id: 'directory.department.tree',
  kind: 'query',
  effect: 'local',
  title: 'Get the tree of departments',
  description:
    'All departments from the top down, each with its leader and how many people work in it and below it.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({
        id: T.Id(),
        name: T.String(),
        parent: T.Optional(T.Id()),
        leader: T.Optional(T.Object({ id: T.Id(), name: T.String() })),
        depth: T.Integer(),
        people: T.Integer({ description: 'In this department itself' }),
        people_below: T.Integer({ description: 'In it and all below' }),
      }),
    ),
  }),
  scope: 'directory.read',
  mcp: 'listed',
}).run(async (_input, ctx) => {
  const { items } = await ctx
    .records(Department)
    .list({ sort: ['sort', 'name_key'], expand: ['leader'], limit: DEPARTMENTS_MAX })
  const counts = await ctx.sql<{ id: string; own: number; below: number }>`
    SELECT c.ancestor AS id, count(*) FILTER (WHERE c.depth = 0)::int AS own, count(DISTINCT m.person)::int AS below
    FROM directory.department_closure c JOIN (
      SELECT id AS person, department FROM directory.person WHERE org = ${ctx.org} AND status <> 'left' AND visibility IS DISTINCT FROM 'hidden'
      UNION SELECT a.person, a.department FROM directory.assignment a
      JOIN directory.person p ON p.org = a.org AND p.id = a.person AND p.status <> 'left' AND p.visibility IS DISTINCT FROM 'hidden'
      WHERE a.org = ${ctx.org}
    ) m ON m.department = c.descendant
    WHERE c.org = ${ctx.org} GROUP BY c.ancestor`
  const count = new Map(counts.map((row) => [row.id, row]))
  const below = Map.groupBy(items, ({ parent }) => parent)
  const ordered = (parent: string | undefined): typeof items =>
    (below.get(parent) ?? []).flatMap((item) => [item, ...ordered(item.id)])
  return {
    items: ordered(undefined).map((item) => {
      const { id, name, parent, path } = item
      const leader = (item as { leader$?: { id: string; name: string } }).leader$
      return {
        id,
        name,
        ...(parent ? { parent } : {}),
        ...(leader ? { leader: { id: leader.id, name: leader.name } } : {}),
        depth: path.length - 1,
        people: count.get(id)?.own ?? 0,
        people_below: count.get(id)?.below ?? 0,
      }
    }),
  }
})
