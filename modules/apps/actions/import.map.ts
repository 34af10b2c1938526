import { conflict, defineAction, T } from '#kernel'
import { imports, previewSchema, restage } from '../import/stage.ts'
import { partOf } from '../store.ts'

export const mapImport = defineAction({
  id: 'apps.import.map',
  kind: 'command',
  effect: 'local',
  title: 'Choose what the columns hold',
  description: 'Reads the staged rows anew with this mapping, and answers the new preview.',
  input: T.Object(
    {
      import: T.Id({ title: 'Import' }),
      mapping: T.Record(T.String(), T.String(), { maxProperties: 200, title: 'Columns' }),
    },
    { additionalProperties: false },
  ),
  output: previewSchema,
  errors: { notReady: conflict('This import has been applied or cancelled.', 'Start a new one.') },
  silent: 'only staging is written; the app does not change',
  subject: 'import',
  scope: 'apps.use',
  idempotent: true,
}).run(async ({ import: id, mapping }, ctx) => {
  const record = await imports(ctx).get(id)
  if (record.status !== 'ready') throw ctx.error('notReady', { status: record.status })
  return restage(ctx, await partOf(ctx, record.app, record.entity), record, mapping)
})
