import { conflict, defineAction, T } from '#kernel'
import { Source, SourceView } from '../entities.ts'
import type { Plan } from '../plan.ts'
import { tablesOf } from '../sql/columns.ts'
import { withDatabase } from '../sql/database.ts'
import { tablesDiffer, tablesNow } from '../sql/difference.ts'
import { restoreSql } from './sql.restore.ts'

export const upgradeSql = defineAction({
  id: 'imports.sql.upgrade',
  kind: 'command',
  effect: 'outside',
  title: 'Take an imported database as it is now',
  description:
    'After imports.sql.compare. “agreed” names every table that is gone or has changed (schema.table): nothing of what is in use changes without somebody having seen it.',
  input: T.Object(
    {
      source: T.Id({ title: 'Import' }),
      agreed: T.Array(T.String({ maxLength: 250 }), { maxItems: 100, title: 'Agreed to' }),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  errors: {
    notAgreed: conflict(
      'The database has changed more than was agreed to.',
      'Compare again, then decide.',
    ),
    nothingLeft: conflict(
      'None of the tables is there any more.',
      'Remove the import, or give the account its rights back.',
    ),
  },
  silent: 'keeping it tells it',
  subject: 'source',
  scope: 'imports.manage',
  ratePerMinute: 20,
}).run(async ({ source: id, agreed }, ctx) => {
  const { plan, account = '', title } = await ctx.records(Source).get(id)
  const sql = (plan as Plan).sql!
  const to = { account, dialect: sql.dialect, title }
  const now = await withDatabase(ctx.egress, to, 'read', tablesOf)
  const { removed, changed } = tablesDiffer(sql, now)
  const open = [...removed, ...changed].filter(({ key }) => !agreed.includes(key))
  if (open.length > 0) throw ctx.error('notAgreed', { tables: open.map(({ key }) => key) })
  const tables = tablesNow(sql, now)
  if (tables.length === 0) throw ctx.error('nothingLeft')
  return ctx.call(restoreSql, { source: id, plan: { ...sql, tables } })
})
