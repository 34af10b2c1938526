import { defineAction, T, type AnyAction } from '#kernel'
import { deleteBlobs, removeFiles } from '#modules/files'
import { App } from '../entities.ts'

/** Records that go in one transaction, with their history and files: well below its two seconds. */
const PURGE_MAX = 500
/** Keys of files that one job deletes at most. */
const KEYS_MAX = 1000

/** A removed app's records, history, counters, files and imported rows; piece by piece until none is left. */
export const purgeApp = defineAction({
  id: 'apps.app.purge',
  kind: 'command',
  effect: 'local',
  title: 'Delete a removed app’s records for good',
  description:
    'Deletes the next of what a removed app has left. Each piece is a line of one batch.',
  input: T.Object({ app: T.Id(), batch: T.Id() }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Integer(), more: T.Boolean() }),
  silent: 'that the app was removed has been said, and its records were on no door since',
  subject: 'app',
  scope: 'apps.use',
  internal: true,
  destructive: true,
}).run(async ({ app: id, batch }, ctx) => {
  const app = await ctx
    .records(App)
    .unchecked('the job goes on with what the catalogue was asked for')
    .get(id)
  if (app.status !== 'removed') return { deleted: 0, more: false }
  const [piece] = await ctx.sql<{ gone: string[]; rest: number }>`
    SELECT gone, rest FROM rec.purge(${Object.values(app.ids)}::uuid[], ${PURGE_MAX})`
  const { gone, rest } = piece!
  if (gone.length) {
    const files = await ctx.sql<{ id: string }>`
      SELECT id FROM files.file WHERE org = ${ctx.org} AND record = ANY(${gone}::uuid[]) AND starts_with(entity, ${`${app.module}.`})`
    const keys = await removeFiles(
      ctx,
      files.map((file) => file.id),
    )
    for (let at = 0; at < keys.length; at += KEYS_MAX)
      ctx.enqueue(deleteBlobs, { keys: keys.slice(at, at + KEYS_MAX) })
  }
  const staged = await ctx.sql`
    DELETE FROM apps.import_row r WHERE r.org = ${ctx.org} AND (r.import, r.line) IN (
      SELECT s.import, s.line FROM apps.import i JOIN apps.import_row s ON s.org = i.org AND s.import = i.id
      WHERE i.org = ${ctx.org} AND i.app = ${id} LIMIT ${PURGE_MAX}) RETURNING 1`
  const more = gone.length > 0 || Number(rest) > 0 || staged.length > 0
  if (more) ctx.enqueue(again, { app: id, batch }, { lane: `apps.purge:${id}` })
  return { deleted: gone.length, more }
})

const again = { id: 'apps.app.purge', type: 'action' } as AnyAction
