import { defineAction, fail, T } from '#kernel'
import { gridOfCsv } from '#modules/sheets'
import { ROWS_MAX, tableOf, tablesOf } from '../guess/tables.ts'
import { guessMapping } from '../import/columns.ts'
import { previewSchema, stage } from '../import/stage.ts'
import { partOf, requireManager } from '../store.ts'

const BYTES_MAX = 24 * 1024 * 1024

export const startImport = defineAction({
  id: 'apps.import.start',
  kind: 'command',
  effect: 'local',
  title: 'Read a file into an app',
  description:
    'Reads rows for one list of an app, maps columns to fields by their headings, checks every row and answers a preview. Nothing of the app changes until apps.import.apply.',
  input: T.Object(
    {
      app: T.Id({ title: 'App' }),
      entity: T.String({ maxLength: 8, title: 'List', description: 'Key of the entity' }),
      file_name: T.Optional(T.String({ maxLength: 200, title: 'File name' })),
      content: T.Optional(
        T.String({ maxLength: 20_000_000, contentEncoding: 'base64', title: 'Base64 of the file' }),
      ),
      text: T.Optional(T.String({ maxLength: 20_000_000, title: 'CSV text' })),
      mapping: T.Optional(
        T.Record(T.String(), T.String(), {
          maxProperties: 200,
          title: 'Columns',
          description:
            'Heading → key of the field; a reference as f2:f1, matched by the other list’s field f1.',
        }),
      ),
    },
    { additionalProperties: false, 'x-body-max': BYTES_MAX },
  ),
  output: previewSchema,
  silent: 'only staging is written; the app does not change',
  subject: 'app',
  scope: 'apps.use',
  ratePerMinute: 30,
}).run(async ({ app, entity, file_name, content, text, mapping }, ctx) => {
  const part = await partOf(ctx, app, entity)
  requireManager(ctx, part.app)
  const table =
    content === undefined
      ? tableOf({ name: file_name ?? '', grid: gridOfCsv(text ?? '', ROWS_MAX + 11) })
      : (await tablesOf([{ name: file_name ?? 'file', content }]))[0]
  if (!table)
    throw fail(
      'invalid',
      'There is no row to import.',
      'Below the headings there must be at least one row.',
    )
  await ctx.sql`
    WITH old AS (DELETE FROM apps.import WHERE org = ${ctx.org} AND status = 'ready' AND created_at < now() - interval '2 days' RETURNING id)
    DELETE FROM apps.import_row WHERE org = ${ctx.org} AND import IN (SELECT id FROM old)`
  const chosen = mapping ?? guessMapping(table.headings, part.def)
  return stage(ctx, part, { headings: table.headings, mapping: chosen, file_name }, table.rows)
})
