import { defineAction, T, type AnyAction } from '#kernel'
import { dropFiles } from '../keep.ts'
import { fileDeleted } from '../events.ts'
import { deleteBlobs } from './blob.delete.ts'

/** Files a sweep takes at once; more wait for the next, which follows at once. */
const SWEEP_MAX = 500

/** Uploads that were attached to nothing within a day. Each upload sees to it that one sweep is due. */
export const sweepFiles = defineAction({
  id: 'files.file.sweep',
  kind: 'command',
  effect: 'local',
  title: 'Delete forgotten uploads',
  description: 'Deletes uploads that were attached to nothing within a day.',
  input: T.Object({}),
  output: T.Object({ deleted: T.Integer() }),
  emits: [fileDeleted],
  scope: 'member',
  internal: true,
}).run(async (_input, ctx) => {
  const before = new Date(ctx.now.getTime() - LOOSE_HOURS * 3_600_000)
  const loose = await ctx.sql<{ id: string }>`
    SELECT id FROM files.file WHERE org = ${ctx.org} AND record IS NULL AND created_at <= ${before}
    ORDER BY created_at LIMIT ${SWEEP_MAX} FOR UPDATE SKIP LOCKED`
  const keys = await dropFiles(
    ctx,
    loose.map(({ id }) => id),
  )
  if (keys.length) ctx.enqueue(deleteBlobs, { keys })
  for (const { id } of loose) ctx.emit(fileDeleted, { file: id })

  const [next] = await ctx.sql<{ created_at: string }>`
    SELECT created_at FROM files.file WHERE org = ${ctx.org} AND record IS NULL ORDER BY created_at LIMIT 1`
  if (next) {
    const at = new Date(new Date(next.created_at).getTime() + LOOSE_HOURS * 3_600_000)
    ctx.enqueue(sweepAgain, {}, { key: 'files.sweep', at })
  }
  return { deleted: loose.length }
})

const sweepAgain = { id: 'files.file.sweep', type: 'action' } as AnyAction

/** An upload that nobody used by then is taken for forgotten. */
export const LOOSE_HOURS = 24
