import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { deleteBlobs } from './actions/blob.delete.ts'
import { dropFiles } from './keep.ts'

/** An erased person's pictures of himself go; what he sent to others is theirs. */
export const dropPortraits = defineSubscription({
  id: 'files.dropPortraits',
  on: personErased,
}).run(async ({ payload: { person } }, ctx) => {
  const portraits = await ctx.sql<{ id: string }>`
      SELECT id FROM files.file WHERE org = ${ctx.org} AND record = ${person} AND entity = 'directory.person' LIMIT 100`
  const keys = await dropFiles(
    ctx,
    portraits.map(({ id }) => id),
  )
  if (keys.length) ctx.enqueue(deleteBlobs, { keys })
})
