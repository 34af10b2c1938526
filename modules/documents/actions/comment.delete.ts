import { defineAction, forbidden, ref, T } from '#kernel'
import { commentFor } from '../comment.ts'
import { Comment } from '../entities.ts'
import { commentDeleted } from '../events.ts'
import { seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'

export const deleteComment = defineAction({
  id: 'documents.comment.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a comment',
  description: 'Deletes a comment of yours; the first of a thread with its answers.',
  input: T.Object({ comment: ref(Comment, { title: 'Comment' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Integer() }),
  errors: {
    notAuthor: forbidden('Only its author deletes a comment.', 'Resolve the thread instead.'),
  },
  emits: [commentDeleted],
  subject: 'comment',
  scope: 'documents.use',
  destructive: true,
}).run(async ({ comment: id }, ctx) => {
  const comment = await commentFor(ctx, id)
  if (comment.author !== ctx.actor.id) throw ctx.error('notAuthor')
  const { document } = await seenBy(ctx, comment.document)
  const gone = await ctx.sql`
    DELETE FROM documents.comment WHERE org = ${ctx.org} AND document = ${document.id} AND (id = ${id} OR parent = ${id}) RETURNING id`
  const about = { document: document.id, title: document.title, comment: id }
  ctx.emit(commentDeleted, about, { stream: streamOf(document.id), subject: id })
  return { deleted: gone.length }
})
