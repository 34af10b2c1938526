import { defineAction, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { SourceView } from '../entities.ts'
import { about, Implementing } from '../shape.ts'
import { dialectOf } from '../sql/account.ts'
import { planned, Statements, Tables } from '../sql/planned.ts'
import { storeSql } from './sql.store.ts'

const { account: _optional, ...named } = about

export const installSql = defineAction({
  id: 'imports.sql.install',
  kind: 'command',
  effect: 'outside',
  title: 'Import tables of a database',
  description:
    'Makes a module api_<name> of the tables chosen from a database that was looked at: list, get, and with a column that only grows also changes. Writing is done by the statements that you declare, each with named values such as :status and a JSON Schema for them; the database checks each once, without running it.',
  input: T.Object(
    {
      ...named,
      account: ref(Account, { title: 'Linked account' }),
      tables: Tables,
      statements: T.Optional(Statements),
      implements: T.Optional(Implementing),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  silent: 'keeping it tells it',
  scope: 'imports.manage',
  ratePerMinute: 20,
}).run(async ({ tables, statements = [], ...input }, ctx) => {
  const { dialect, title, server } = await dialectOf(ctx, input.account)
  const to = { account: input.account, dialect, title }
  const plan = await planned(ctx.egress, to, tables, statements)
  return ctx.call(storeSql, { ...input, server, plan: { ...plan } })
})
