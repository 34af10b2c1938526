import { defineAction, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { nounOf } from '../openapi/names.ts'
import { dialectOf } from '../sql/account.ts'
import { tablesOf, TYPES } from '../sql/columns.ts'
import { DIALECTS, withDatabase } from '../sql/database.ts'

export const inspectSql = defineAction({
  id: 'imports.sql.inspect',
  kind: 'query',
  effect: 'outside',
  title: 'Look at a database',
  description:
    'Tables and columns that a linked account of PostgreSQL or MySQL may read. Nothing is imported yet.',
  input: T.Object(
    { account: ref(Account, { title: 'Linked account' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    dialect: T.Enum(DIALECTS),
    tables: T.Array(
      T.Object({
        schema: T.String(),
        name: T.String(),
        /** What its rows would be called here. */
        noun: T.String(),
        key: T.Optional(T.String()),
        columns: T.Array(
          T.Object({ name: T.String(), type: T.Enum(TYPES), nullable: T.Boolean() }),
        ),
      }),
    ),
  }),
  scope: 'imports.manage',
  ratePerMinute: 60,
}).run(async ({ account: id }, ctx) => {
  const { dialect, title } = await dialectOf(ctx, id)
  const tables = await withDatabase(ctx.egress, { account: id, dialect, title }, 'read', tablesOf)
  return {
    dialect,
    tables: tables.map((table) => ({
      ...table,
      noun: nounOf(table.name),
      columns: [...table.columns],
    })),
  }
})
