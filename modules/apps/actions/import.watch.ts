import { defineAction, T } from '#kernel'
import { Import } from '../entities.ts'
import { STALLED_MS } from '../import/progress.ts'

/** Looks after an import while it runs: one that no longer moves is marked as failed, for a person to go on or undo. */
export const watchImport = defineAction({
  id: 'apps.import.watch',
  kind: 'command',
  effect: 'local',
  title: 'Look after an import',
  description: 'Marks an import that no longer moves as failed.',
  input: T.Object({ import: T.Id() }, { additionalProperties: false }),
  output: T.Object({ status: T.String() }),
  silent: 'the import itself shows its status',
  subject: 'import',
  scope: 'apps.use',
  internal: true,
}).run(async ({ import: id }, ctx) => {
  const imports = ctx.records(Import).unchecked('a job looks after what somebody started')
  const record = await imports.find(id)
  if (!record || (record.status !== 'applying' && record.status !== 'cancelling'))
    return { status: record?.status ?? 'gone' }
  if (ctx.now.getTime() - Date.parse(record.updated_at) >= STALLED_MS) {
    const problem =
      'It stopped on the way. Apply it again to go on, or cancel it to undo what was done.'
    await imports.update(id, { status: 'failed', problem })
    return { status: 'failed' }
  }
  ctx.enqueue(watchImport, { import: id }, { at: new Date(ctx.now.getTime() + STALLED_MS) })
  return { status: record.status }
})
