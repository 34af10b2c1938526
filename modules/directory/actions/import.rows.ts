import { T, defineAction, page, pageOf, PAGE_SIZE } from '#kernel'
import { imports, rowSchema, shape } from '../import/stage.ts'

export const listImportRows = defineAction({
  id: 'directory.import.rows',
  kind: 'query',
  effect: 'local',
  title: 'List the rows of an import',
  description: 'What each row means, what it changes and what is wrong with it; all, or one kind.',
  input: T.Object(
    {
      import: T.Id({ title: 'Import' }),
      plan: T.Optional(T.Enum(['create', 'update', 'unchanged', 'error'], { title: 'Kind' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(rowSchema),
  scope: 'directory.import',
}).run(async ({ import: id, plan = null, limit = PAGE_SIZE, cursor }, ctx) => {
  await imports(ctx).get(id)
  const after = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
  const rows = await ctx.sql<Parameters<typeof shape>[0]>`
    SELECT line::int, plan, person, value, coalesce(changes, '[]') AS changes, coalesce(problems, '[]') AS problems
    FROM directory.import_row
    WHERE org = ${ctx.org} AND import = ${id} AND line > ${after} AND (${plan}::text IS NULL OR plan = ${plan})
    ORDER BY line LIMIT ${limit + 1}`
  const items = rows.slice(0, limit).map(shape)
  return rows.length > limit ? { items, next: String(items.at(-1)!.line) } : { items }
})
