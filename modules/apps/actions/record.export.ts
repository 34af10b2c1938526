import { defineAction, T } from '#kernel'
import { BYTE_ORDER_MARK, csvOf, xlsxOf } from '#modules/sheets'
import { allCells, headingsOf, pageOfCells, seenFields } from '../export.ts'
import { chinese, english } from '../manifest/words.ts'
import { partOf, requireUser } from '../store.ts'

export const exportRecords = defineAction({
  id: 'apps.record.export',
  kind: 'query',
  effect: 'local',
  title: 'Export records of an app',
  description:
    'Records of one list as far as you may see them: CSV a thousand at a time with a cursor, or one spreadsheet. No cell runs as a formula; the import reads both back.',
  input: T.Object(
    {
      app: T.Id({ title: 'App' }),
      entity: T.String({ maxLength: 8, title: 'List', description: 'Key of the entity' }),
      format: T.Enum(['csv', 'xlsx'], { title: 'Format' }),
      language: T.Optional(T.Enum(['en', 'zh'], { title: 'Language of the headings' })),
      where: T.Optional(T.Json({ title: 'Filter' })),
      sort: T.Optional(T.Array(T.String({ maxLength: 80 }), { maxItems: 4, title: 'Sort' })),
      cursor: T.Optional(T.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    file_name: T.String(),
    mime: T.String(),
    text: T.Optional(T.String({ description: 'CSV' })),
    content: T.Optional(T.String({ description: 'Base64 of a spreadsheet' })),
    rows: T.Integer(),
    next: T.Optional(T.String()),
  }),
  subject: 'app',
  scope: 'apps.use',
  audited: true,
}).run(async ({ app: id, entity: key, format, language = 'en', where, sort, cursor }, ctx) => {
  const { app, def, entity } = await partOf(ctx, id, key)
  requireUser(ctx, app)
  const fields = seenFields(def, ctx, app.module)
  const headings = headingsOf(fields, language)
  const title = language === 'zh' ? chinese(def.title) : english(def.title)
  const name = `${title}-${ctx.now.toISOString().slice(0, 10)}`
  if (format === 'csv') {
    const { rows, next } = await pageOfCells(ctx, entity, fields, { where, sort, cursor })
    const text = cursor ? csvOf(rows) : BYTE_ORDER_MARK + csvOf([headings, ...rows])
    return {
      file_name: `${name}.csv`,
      mime: 'text/csv',
      text,
      rows: rows.length,
      ...(next ? { next } : {}),
    }
  }
  const rows = await allCells(ctx, entity, fields, { where, sort })
  const content = xlsxOf([{ name: title, rows: [headings, ...rows] }]).toString('base64')
  return { file_name: `${name}.xlsx`, mime: XLSX, content, rows: rows.length }
})

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
