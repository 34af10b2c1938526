import { T, defineAction } from '#kernel'
import { events, importFinished, importCancelled } from '../events.ts'
import { applyChunk } from '../import/apply.ts'
import { imports } from '../import/stage.ts'
import { undoChunk } from '../import/undo.ts'

/** One step of an import or of its undoing, in a transaction of its own; enqueues the next. */
export const runImportChunk = defineAction({
  id: 'directory.import.chunk',
  kind: 'command',
  effect: 'local',
  title: 'Apply a piece of an import',
  description: 'Applies, or undoes, the next rows.',
  input: T.Object({ import: T.Id() }, { additionalProperties: false }),
  output: T.Object({ more: T.Boolean() }),
  emits: events,
  subject: 'import',
  scope: 'directory.import',
  internal: true,
}).run(async ({ import: id }, ctx) => {
  // Cancelling waits for the chunk under way, and the next chunk sees that it was cancelled.
  const [row] = await ctx.sql<{ status: string }>`
    SELECT status FROM directory.import WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  if (row?.status !== 'applying' && row?.status !== 'cancelling') return { more: false }
  const undoing = row.status === 'cancelling'
  const more = undoing ? await undoChunk(ctx, id) : await applyChunk(ctx, id)
  if (more) ctx.enqueue(runImportChunk, { import: id }, { lane: `directory.import:${id}` })
  else if (undoing) {
    await imports(ctx).update(id, { status: 'cancelled' })
    ctx.emit(importCancelled, { import: id })
  } else {
    const { created, updated, unchanged } = await imports(ctx).update(id, { status: 'done' })
    ctx.emit(importFinished, { import: id, created, updated, unchanged })
  }
  return { more }
})
