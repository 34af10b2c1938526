import { defineAction, T } from '#kernel'
import { Draft } from '../entities.ts'
import { guessApp } from '../guess/guess.ts'
import { tablesOf } from '../guess/tables.ts'
import { draftView, viewOf } from '../guess/view.ts'
import { directoryOf } from '../lookups.ts'

/** Base64 of all files together. */
const BYTES_MAX = 24 * 1024 * 1024
const FILES_MAX = 40

export const startDraft = defineAction({
  id: 'apps.draft.start',
  kind: 'command',
  effect: 'local',
  title: 'Read a file as an app',
  description:
    'Reads Excel or CSV files, guesses lists, fields, types and links between lists, and answers an app manifest to be looked at and changed. Nothing is made until apps.app.create.',
  input: T.Object(
    {
      files: T.Array(
        T.Object(
          {
            name: T.String({ maxLength: 200, title: 'File name' }),
            content: T.String({
              maxLength: 20_000_000,
              contentEncoding: 'base64',
              title: 'Base64 of the file',
            }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: FILES_MAX, title: 'Files' },
      ),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name of the app' })),
    },
    { additionalProperties: false, 'x-body-max': BYTES_MAX },
  ),
  output: draftView,
  silent: 'only a draft is written; no app exists yet',
  scope: 'apps.make',
  ratePerMinute: 30,
}).run(async ({ files, name }, ctx) => {
  const tables = await tablesOf(files)
  const known = { ...(await directoryOf(ctx)), records: new Map() }
  const title = name ?? files[0]!.name.replace(/\.[^.]+$/, '')
  const { manifest, sources } = guessApp(title, tables, known)
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
  await ctx.sql`
    WITH old AS (DELETE FROM apps.draft WHERE org = ${ctx.org} AND created_at < now() - interval '2 days' RETURNING id)
    DELETE FROM apps.draft_row WHERE org = ${ctx.org} AND draft IN (SELECT id FROM old)`
  const draft = await ctx.records(Draft).create({
    file_name: files
      .map((file) => file.name)
      .join(', ')
      .slice(0, 200),
    manifest,
    sources: tables.map(({ headings, name: table }, at) => ({ ...sources[at]!, headings, table })),
    rows,
    started_by: ctx.actor.id,
  })
  for (const [at, table] of tables.entries())
    await ctx.sql`
      INSERT INTO apps.draft_row (org, draft, entity, line, cells)
      SELECT ${ctx.org}::uuid, ${draft.id}::uuid, ${sources[at]!.entity}, r.line, r.cells::jsonb
      FROM unnest(${table.rows.map(({ line }) => line)}::bigint[], ${table.rows.map(({ cells }) => JSON.stringify(cells))}::text[]) AS r(line, cells)`
  return viewOf(draft, tables)
})
