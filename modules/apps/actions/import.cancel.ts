import { conflict, defineAction, T } from '#kernel'
import { importFinished } from '../events.ts'
import { runInBackground } from '../import/background.ts'
import { importProgress, progressOf } from '../import/progress.ts'
import { imports } from '../import/stage.ts'

export const cancelImport = defineAction({
  id: 'apps.import.cancel',
  kind: 'command',
  effect: 'local',
  title: 'Cancel an import into an app',
  description:
    'Before applying: forgets it. While applying, or afterwards: takes back every record that it brought.',
  input: T.Object(
    { import: T.Id({ title: 'Import', 'x-pick': 'apps.import.list' }) },
    { additionalProperties: false },
  ),
  output: importProgress,
  errors: {
    alreadyCancelled: conflict('This import is cancelled already.', 'Nothing needs to be done.'),
  },
  emits: [importFinished],
  subject: 'import',
  scope: 'apps.use',
  destructive: true,
}).run(async ({ import: id }, ctx) => {
  await ctx.sql`SELECT 1 FROM apps.import WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const record = await imports(ctx).get(id)
  const { status, app, applied, errors } = record
  if (status === 'cancelled' || status === 'cancelling') throw ctx.error('alreadyCancelled')
  if (status === 'ready' || status === 'waiting') {
    await ctx.sql`DELETE FROM apps.import_row WHERE org = ${ctx.org} AND import = ${id}`
    ctx.emit(importFinished, { import: id, app, status: 'cancelled', applied, errors })
    return progressOf(await imports(ctx).update(id, { status: 'cancelled' }))
  }
  const cancelling = await imports(ctx).update(id, { status: 'cancelling' })
  runInBackground(ctx, id)
  return progressOf(cancelling)
})
