import { conflict, defineAction, T } from '#kernel'
import { runInBackground } from '../import/background.ts'
import { importProgress, progressOf } from '../import/progress.ts'
import { imports, refuseUnready } from '../import/stage.ts'

export const applyImport = defineAction({
  id: 'apps.import.apply',
  kind: 'command',
  effect: 'local',
  title: 'Bring the rows in',
  description:
    'Brings the staged rows into the app in the background; apps.import.get shows how far it is, apps.import.cancel takes them back. Rows with problems are left out only if skip_errors says so. One that failed goes on where it stopped.',
  input: T.Object(
    {
      import: T.Id({ title: 'Import', 'x-pick': 'apps.import.list' }),
      skip_errors: T.Optional(T.Boolean({ default: false, title: 'Leave out rows with problems' })),
    },
    { additionalProperties: false },
  ),
  output: importProgress,
  errors: { notReady: conflict('This import has been applied or cancelled.', 'Start a new one.') },
  silent: 'every piece tells of itself, and the last one of the whole import',
  subject: 'import',
  scope: 'apps.use',
}).run(async ({ import: id, skip_errors = false }, ctx) => {
  const record = await imports(ctx).get(id)
  const again = record.status === 'failed'
  if (!again && record.status !== 'ready') throw ctx.error('notReady', { status: record.status })
  if (!again) refuseUnready(record, skip_errors)
  const applying = await imports(ctx).update(id, { status: 'applying', problem: null })
  runInBackground(ctx, id)
  return progressOf(applying)
})
