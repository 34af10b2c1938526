import { defineAction, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { dialectOf } from '../sql/account.ts'
import { withDatabase } from '../sql/database.ts'
import { statementOf } from '../sql/statement.ts'

export const checkSql = defineAction({
  id: 'imports.sql.check',
  kind: 'query',
  effect: 'outside',
  title: 'Check a statement',
  description:
    'Whether the database understands a statement with named values such as :status, and which values it names. It is not run.',
  input: T.Object(
    {
      account: ref(Account, { title: 'Linked account' }),
      sql: T.String({ minLength: 6, maxLength: 10_000, title: 'Statement' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ values: T.Array(T.String()) }),
  scope: 'imports.manage',
  ratePerMinute: 120,
}).run(async ({ account: id, sql: text }, ctx) => {
  const { sql, names } = statementOf(text)
  const { dialect, title } = await dialectOf(ctx, id)
  await withDatabase(ctx.egress, { account: id, dialect, title }, 'write', (database) =>
    database.check(sql),
  )
  return { values: [...new Set(names)] }
})
