import { defineAction, page, pageOf, ref, T } from '#kernel'
import { Comment, Document } from '../entities.ts'
import { seenBy } from '../role.ts'
import { CommentView } from '../views.ts'

export const listComments = defineAction({
  id: 'documents.comment.list',
  kind: 'query',
  effect: 'local',
  title: 'List comments',
  description: 'Comments on a document that you may read, oldest first.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(CommentView),
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document, ...query }, ctx) => {
  await seenBy(ctx, document)
  return ctx
    .records(Comment)
    .unchecked('whoever reads the document reads its comments')
    .list({ ...query, where: { document }, sort: ['id'] })
})
