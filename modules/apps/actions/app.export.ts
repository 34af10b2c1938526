import { defineAction, T } from '#kernel'
import { xlsxOf } from '#modules/sheets'
import { allCells, headingsOf } from '../export.ts'
import { entityOf } from '../make/entity.ts'
import { chinese, english } from '../manifest/words.ts'
import { appOf, manifestOf, requireManager } from '../store.ts'
import { XLSX } from './record.export.ts'

export const exportApp = defineAction({
  id: 'apps.app.export',
  kind: 'query',
  effect: 'local',
  title: 'Export all of an app’s data',
  description:
    'One spreadsheet with a sheet for each list, as the last thing to do before an app is removed. Only for who manages the app.',
  input: T.Object(
    {
      app: T.Id({ title: 'App' }),
      language: T.Optional(T.Enum(['en', 'zh'], { title: 'Language of the headings' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    file_name: T.String(),
    mime: T.String(),
    content: T.String(),
    rows: T.Integer(),
  }),
  subject: 'app',
  scope: 'apps.use',
  audited: true,
}).run(async ({ app: id, language = 'en' }, ctx) => {
  const app = await appOf(ctx, id)
  requireManager(ctx, app)
  const manifest = await manifestOf(ctx, app)
  const sheets: { name: string; rows: unknown[][] }[] = []
  for (const def of manifest.entities) {
    const rows = await allCells(ctx, entityOf(def, manifest, app), def.fields, {})
    const name = language === 'zh' ? chinese(def.title) : english(def.title)
    sheets.push({ name, rows: [headingsOf(def.fields, language), ...rows] })
  }
  const title = language === 'zh' ? app.title_zh : app.title
  return {
    file_name: `${title}-${ctx.now.toISOString().slice(0, 10)}.xlsx`,
    mime: XLSX,
    content: xlsxOf(sheets).toString('base64'),
    rows: sheets.reduce((sum, { rows }) => sum + rows.length - 1, 0),
  }
})
