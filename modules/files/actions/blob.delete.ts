import { defineAction, T } from '#kernel'
import { previewKeys } from '../pictures.ts'

/** Reached by `ctx.enqueue` only, so that bytes go after the rows that named them have gone for good. */
export const deleteBlobs = defineAction({
  id: 'files.blob.delete',
  kind: 'command',
  effect: 'outside',
  title: 'Delete stored bytes',
  description: 'Deletes the bytes of files that are gone, with their previews.',
  input: T.Object({ keys: T.Array(T.String({ maxLength: 200 }), { maxItems: 1000 }) }),
  output: T.Object({ deleted: T.Integer() }),
  silent: 'the files were reported deleted when their rows went',
  scope: 'member',
  internal: true,
  idempotent: true,
}).run(async ({ keys }, ctx) => {
  const used = await ctx.sql<{ key: string }>`
    SELECT key FROM files.blob WHERE org = ${ctx.org} AND key = ANY(${keys}::text[])`
  const kept = new Set(used.map(({ key }) => key))
  const gone = keys.filter((key) => !kept.has(key))
  for (const key of gone)
    for (const each of [key, ...previewKeys(key)]) await ctx.blobs.delete(each)
  return { deleted: gone.length }
})
