import { T, conflict, defineAction } from '#kernel'
import { runInBackground } from '../import/run.ts'
import { imports, refuseUnready, restage } from '../import/stage.ts'
import { importProgress, progressOf } from '../import/progress.ts'

export const applyImport = defineAction({
  id: 'directory.import.apply',
  kind: 'command',
  effect: 'local',
  title: 'Apply an import',
  description:
    'Checks every row once more, then applies them in small pieces in the background; directory.import.get shows how far it is, directory.import.cancel undoes it. One that failed on the way goes on where it stopped. Rows with errors are left out only if skip_errors says so.',
  input: T.Object(
    {
      import: T.Id({ title: 'Import', 'x-pick': 'directory.import.list' }),
      skip_errors: T.Optional(T.Boolean({ default: false, title: 'Leave out rows with errors' })),
    },
    { additionalProperties: false },
  ),
  output: importProgress,
  errors: { notReady: conflict('This import has been applied or cancelled.', 'Start a new one.') },
  silent: 'the chunks tell of every person, and the last one of the whole import',
  subject: 'import',
  scope: 'directory.import',
}).run(async ({ import: id, skip_errors = false }, ctx) => {
  const record = await imports(ctx).get(id)
  const again = record.status === 'failed'
  if (!again && record.status !== 'ready') throw ctx.error('notReady', { status: record.status })
  if (!again) refuseUnready(await restage(ctx, record), skip_errors)
  const applying = await imports(ctx).update(id, { status: 'applying', problem: null })
  runInBackground(ctx, id)
  return progressOf(applying)
})
