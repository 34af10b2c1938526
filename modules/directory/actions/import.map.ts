import { T, conflict, defineAction } from '#kernel'
import { imports, importSource, previewSchema, restage } from '../import/stage.ts'

export const mapImport = defineAction({
  id: 'directory.import.map',
  kind: 'command',
  effect: 'local',
  title: 'Choose what the columns hold',
  description:
    'Reads the rows of a started import anew with this mapping, and answers the new preview.',
  input: T.Object(
    { import: T.Id({ title: 'Import' }), mapping: importSource.mapping },
    { additionalProperties: false },
  ),
  output: previewSchema,
  errors: { notReady: conflict('This import has been applied or cancelled.', 'Start a new one.') },
  silent: 'only staging is written; the directory does not change',
  subject: 'import',
  scope: 'directory.import',
  idempotent: true,
}).run(async ({ import: id, mapping }, ctx) => {
  const record = await imports(ctx).get(id)
  if (record.status !== 'ready') throw ctx.error('notReady', { status: record.status })
  return restage(ctx, record, mapping)
})
