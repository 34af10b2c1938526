import { defineAction, page, pageOf, PAGE_SIZE, T } from '#kernel'
import { imports, rowSchema } from '../import/stage.ts'

export const listImportRows = defineAction({
  id: 'apps.import.rows',
  kind: 'query',
  effect: 'local',
  title: 'List the rows of an import',
  description: 'The rows of the file with what is wrong with them; all, or one kind.',
  input: T.Object(
    {
      import: T.Id({ title: 'Import' }),
      state: T.Optional(T.Enum(['waiting', 'wrong', 'done', 'undone'], { title: 'Kind' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(rowSchema),
  subject: 'import',
  scope: 'apps.use',
}).run(async ({ import: id, state = null, limit = PAGE_SIZE, cursor }, ctx) => {
  await imports(ctx).get(id)
  const after = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : -1
  const rows = await ctx.sql<{
    line: number
    state: 'waiting' | 'wrong' | 'done' | 'undone'
    cells: string[]
    problems: { code: string; message: string }[]
  }>`
    SELECT line::int, state, cells, problems FROM apps.import_row
    WHERE org = ${ctx.org} AND import = ${id} AND line > ${after} AND (${state}::text IS NULL OR state = ${state})
    ORDER BY line LIMIT ${limit + 1}`
  const items = rows.slice(0, limit)
  return rows.length > limit ? { items, next: String(items.at(-1)!.line) } : { items }
})
