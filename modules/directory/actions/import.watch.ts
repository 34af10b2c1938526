import { T, defineAction } from '#kernel'
import { STALLED_MS } from '../import/progress.ts'
import { imports } from '../import/stage.ts'

/** Looks after an import while it runs: one that no longer moves is marked as failed, for a person to go on or undo. */
export const watchImport = defineAction({
  id: 'directory.import.watch',
  kind: 'command',
  effect: 'local',
  title: 'Look after an import',
  description: 'Marks an import that no longer moves as failed.',
  input: T.Object({ import: T.Id() }, { additionalProperties: false }),
  output: T.Object({ status: T.String() }),
  silent: 'the import itself shows its status',
  subject: 'import',
  scope: 'directory.import',
  internal: true,
}).run(async ({ import: id }, ctx) => {
  const { status, updated_at } = await imports(ctx).get(id)
  if (status !== 'applying' && status !== 'cancelling') return { status }
  if (ctx.now.getTime() - Date.parse(updated_at) >= STALLED_MS) {
    await imports(ctx).update(id, {
      status: 'failed',
      problem:
        'It stopped on the way. Apply it again to go on, or cancel it to undo what was done.',
    })
    return { status: 'failed' }
  }
  ctx.enqueue(watchImport, { import: id }, { at: new Date(ctx.now.getTime() + STALLED_MS) })
  return { status }
})
