import { defineAction, forbidden, ref, T } from '#kernel'
import { Comment } from '../entities.ts'
import { commentResolved } from '../events.ts'
import { mayComment, seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'
import { commentFor } from '../comment.ts'
import { CommentView } from '../views.ts'

export const resolveComment = defineAction({
  id: 'documents.comment.resolve',
  kind: 'command',
  effect: 'local',
  title: 'Resolve a comment',
  description: 'Marks a thread of comments as resolved, or opens it again.',
  input: T.Object(
    {
      comment: ref(Comment, { title: 'Comment' }),
      resolved: T.Optional(T.Boolean({ title: 'Resolved', default: true })),
    },
    { additionalProperties: false },
  ),
  output: CommentView,
  errors: {
    readOnly: forbidden(
      'You may read this document, not comment on it.',
      'Ask its owner for the right to comment.',
    ),
  },
  emits: [commentResolved],
  subject: 'comment',
  scope: 'documents.use',
  idempotent: true,
}).run(async ({ comment: id, resolved = true }, ctx) => {
  const comment = await commentFor(ctx, id)
  const { document, role } = await seenBy(ctx, comment.document)
  if (!mayComment(role)) throw ctx.error('readOnly')
  const changed = await ctx
    .records(Comment)
    .unchecked('whoever may comment resolves')
    .update(id, {
      resolved_at: resolved ? ctx.now.toISOString() : null,
      resolved_by: resolved && ctx.actor.kind === 'person' ? ctx.actor.id : null,
    })
  const about = { document: document.id, title: document.title, comment: id, resolved }
  ctx.emit(commentResolved, about, { stream: streamOf(document.id), subject: id })
  return changed
})
