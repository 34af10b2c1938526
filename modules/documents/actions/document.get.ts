import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'
import { seenBy } from '../role.ts'
import { DocumentView } from '../views.ts'

export const getDocument = defineAction({
  id: 'documents.document.get',
  kind: 'query',
  effect: 'local',
  title: 'Get a document',
  description:
    'Title and place of a document or folder that you may read, and what you may do with it.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }) },
    { additionalProperties: false },
  ),
  output: DocumentView,
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document: id }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  return { ...document, role }
})
