import { defineAction, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { Json } from '../seen.ts'
import { dialectOf } from '../sql/account.ts'
import { tablesOf } from '../sql/columns.ts'
import { withDatabase } from '../sql/database.ts'
import { planOf } from '../sql/plan-of.ts'
import { listed } from '../sql/select.ts'

/** Enough to see what a table holds. */
const ROWS_MAX = 20

export const previewSql = defineAction({
  id: 'imports.sql.preview',
  kind: 'query',
  effect: 'outside',
  title: 'Look at rows of a table',
  description:
    'A few rows of one table of a database that a linked account may read, before it is imported.',
  input: T.Object(
    {
      account: ref(Account, { title: 'Linked account' }),
      schema: T.String({ maxLength: 100, title: 'Schema' }),
      name: T.String({ maxLength: 100, title: 'Table' }),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: ROWS_MAX, title: 'Rows' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ columns: T.Array(T.String()), items: T.Array(Json) }),
  scope: 'imports.manage',
  ratePerMinute: 120,
}).run(async ({ account: id, schema, name, limit = 5 }, ctx) => {
  const { dialect, title } = await dialectOf(ctx, id)
  return withDatabase(ctx.egress, { account: id, dialect, title }, 'read', async (database) => {
    const all = await tablesOf(database)
    const table = all.find((each) => each.schema === schema && each.name === name)
    // Any column orders rows that are only looked at.
    const key = table?.key ?? table?.columns[0]?.name
    const plan = planOf(all, { schema, name, ...(key ? { key } : {}) })
    const { items } = await listed(database, plan, { limit })
    return { columns: plan.columns.map((column) => column.name), items }
  })
})
