import { T, conflict, defineAction } from '#kernel'
import { importCancelled } from '../events.ts'
import { importProgress, progressOf } from '../import/progress.ts'
import { runInBackground } from '../import/run.ts'
import { imports } from '../import/stage.ts'

export const cancelImport = defineAction({
  id: 'directory.import.cancel',
  kind: 'command',
  effect: 'local',
  title: 'Cancel an import',
  description:
    'Before applying: forgets it. While applying, or afterwards: undoes it. People whom somebody changed since, or who signed in, are kept.',
  input: T.Object(
    { import: T.Id({ title: 'Import', 'x-pick': 'directory.import.list' }) },
    { additionalProperties: false },
  ),
  output: importProgress,
  errors: {
    alreadyCancelled: conflict('This import is cancelled already.', 'Nothing needs to be done.'),
  },
  emits: [importCancelled],
  subject: 'import',
  scope: 'directory.import',
  destructive: true,
}).run(async ({ import: id }, ctx) => {
  await ctx.sql`SELECT 1 FROM directory.import WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const { status } = await imports(ctx).get(id)
  if (status === 'cancelled' || status === 'cancelling') throw ctx.error('alreadyCancelled')
  if (status === 'ready') {
    await ctx.sql`DELETE FROM directory.import_row WHERE org = ${ctx.org} AND import = ${id}`
    ctx.emit(importCancelled, { import: id })
    return progressOf(await imports(ctx).update(id, { status: 'cancelled' }))
  }
  const record = await imports(ctx).update(id, { status: 'cancelling' })
  runInBackground(ctx, id)
  return progressOf(record)
})
