import { defineAction, T } from '#kernel'
import { Source } from '../entities.ts'
import { Difference } from '../openapi/difference.ts'
import type { Plan } from '../plan.ts'
import { tablesOf } from '../sql/columns.ts'
import { withDatabase } from '../sql/database.ts'
import { tablesDiffer } from '../sql/difference.ts'

export const compareSql = defineAction({
  id: 'imports.sql.compare',
  kind: 'query',
  effect: 'outside',
  title: 'Compare an imported database with how it is now',
  description:
    'Of the tables that were imported: which are gone or have other columns; and which are new there. Nothing is changed.',
  input: T.Object({ source: T.Id({ title: 'Import' }) }, { additionalProperties: false }),
  output: Difference,
  subject: 'source',
  scope: 'imports.manage',
  ratePerMinute: 60,
}).run(async ({ source: id }, ctx) => {
  const { plan, account = '', title } = await ctx.records(Source).get(id)
  const sql = (plan as Plan).sql!
  const to = { account, dialect: sql.dialect, title }
  return tablesDiffer(sql, await withDatabase(ctx.egress, to, 'read', tablesOf))
})
