import { defineAction, T } from '#kernel'
import { Import } from '../entities.ts'
import { importFinished, rowsImported } from '../events.ts'
import { STALLED_MS } from '../import/progress.ts'
import { applyChunk, undoChunk } from '../import/run.ts'
import type { ImportRow } from '../import/stage.ts'
import type { AnyContext } from '../store.ts'
import { watchImport } from './import.watch.ts'

/** One step of an import or of its undoing, in a transaction of its own; enqueues the next. */
export const runImportChunk = defineAction({
  id: 'apps.import.chunk',
  kind: 'command',
  effect: 'local',
  title: 'Bring in a piece of an import',
  description: 'Brings in, or takes back, the next rows.',
  input: T.Object({ import: T.Id() }, { additionalProperties: false }),
  output: T.Object({ more: T.Boolean() }),
  emits: [rowsImported, importFinished],
  subject: 'import',
  scope: 'apps.use',
  internal: true,
}).run(async ({ import: id }, ctx) => {
  // Cancelling waits for the piece under way, and the next piece sees that it was cancelled.
  await ctx.sql`SELECT 1 FROM apps.import WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const imports = ctx.records(Import).unchecked('the job goes on with what somebody started')
  const record = await imports.get(id)
  const { status, app, entity } = record
  const next = (one = id): void =>
    ctx.enqueue(runImportChunk, { import: one }, { lane: `apps.import:${one}` })
  const end = async (ended: ImportRow): Promise<void> => {
    const following = await finish(ctx, ended)
    if (!following) return
    next(following)
    const at = new Date(ctx.now.getTime() + STALLED_MS)
    ctx.enqueue(watchImport, { import: following }, { at })
  }
  if (status === 'cancelling') {
    if (await undoChunk(ctx, record)) {
      next()
      return { more: true }
    }
    await ctx.sql`UPDATE apps.import_row SET state = 'undone' WHERE org = ${ctx.org} AND import = ${id} AND state = 'done'`
    await end(await imports.update(id, { status: 'cancelled', applied: 0 }))
    return { more: false }
  }
  if (status !== 'applying' && status !== 'waiting') return { more: false }
  if (status === 'waiting') await imports.update(id, { status: 'applying' })
  const { rows, more } = await applyChunk(ctx, record)
  if (rows) ctx.emit(rowsImported, { import: id, app, entity, rows }, { subject: id })
  if (more) next()
  else await end(await imports.update(id, { status: 'done' }))
  return { more }
})

/** Tells that it has ended; answers the app's next list, which waited for this one. */
async function finish(
  ctx: AnyContext,
  { id, app, status, applied, errors }: ImportRow,
): Promise<string | undefined> {
  ctx.emit(importFinished, { import: id, app, status, applied, errors }, { subject: id })
  const next = await ctx
    .records(Import)
    .unchecked('the job goes on with what somebody started')
    .first({ where: { app, status: 'waiting' }, sort: ['id'] })
  return next?.id
}
