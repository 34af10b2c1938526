import { defineAction, T } from '#kernel'
import { BYTE_ORDER_MARK, csvOf } from '#modules/sheets'
import { Entry } from '../entities.ts'
import { filterOf, filters, namesOf } from '../search.ts'

/** One piece of a file; whoever wants more asks for the next. */
const ROWS_MAX = 1000
const HEADINGS = [
  'at',
  'actor',
  'actor_name',
  'actor_kind',
  'on_behalf_of',
  'action',
  'subject',
  'outcome',
  'door',
  'address',
  'session',
  'id',
  'input',
  'changes',
]

export const exportEntries = defineAction({
  id: 'audit.entry.export',
  kind: 'query',
  effect: 'local',
  title: 'Export the log',
  description:
    'The entries that match, as CSV, a thousand at a time. Cells that a spreadsheet would run as formulas are made plain text.',
  input: T.Object(
    { ...filters, cursor: T.Optional(T.String({ maxLength: 2000 })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    file_name: T.String(),
    mime: T.Literal('text/csv'),
    text: T.String(),
    rows: T.Integer(),
    next: T.Optional(T.String()),
  }),
  scope: 'audit.read',
  audited: true,
}).run(async ({ cursor, ...asked }, ctx) => {
  const { items, next } = await ctx.records(Entry).list({
    where: filterOf(asked),
    sort: ['-id'],
    limit: ROWS_MAX,
    ...(cursor ? { cursor } : {}),
  })
  const names = await namesOf(ctx, items)
  const rows = items.map((entry) => [
    entry.at,
    entry.actor,
    names.get(entry.actor),
    entry.actor_kind,
    entry.on_behalf_of,
    entry.action,
    entry.subject,
    entry.outcome,
    entry.door,
    entry.address,
    entry.session,
    entry.id,
    json(entry.input),
    json(entry.changes),
  ])
  const text = cursor ? csvOf(rows) : BYTE_ORDER_MARK + csvOf([HEADINGS, ...rows])
  const file_name = `log-${ctx.now.toISOString().slice(0, 10)}.csv`
  return { file_name, mime: 'text/csv', text, rows: rows.length, ...(next ? { next } : {}) }
})

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))
