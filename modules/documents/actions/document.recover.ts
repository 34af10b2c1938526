import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'
import { documentRecovered } from '../events.ts'
import { below } from '../grants.ts'
import { seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'
import { DocumentView } from '../views.ts'

export const recoverDocument = defineAction({
  id: 'documents.document.recover',
  kind: 'command',
  effect: 'local',
  title: 'Take out of the bin',
  description: 'Brings back a document of yours with all that stood in it.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }) },
    { additionalProperties: false },
  ),
  output: DocumentView,
  emits: [documentRecovered],
  subject: 'document',
  scope: 'documents.use',
  idempotent: true,
}).run(async ({ document: id }, ctx) => {
  const { document } = await seenBy(ctx, id)
  if (document.deleted_at) {
    const tree = await below(ctx, id)
    // Only what went together comes back together; a folder that is still in the bin lets it go.
    await ctx.sql`
      UPDATE documents.document SET deleted_at = NULL, updated_at = now(), rev = rev + 1
      WHERE org = ${ctx.org} AND id = ANY(${tree}::uuid[]) AND deleted_at = ${document.deleted_at}`
    await ctx.sql`
      UPDATE documents.document d SET parent = NULL WHERE d.org = ${ctx.org} AND d.id = ${id}
        AND EXISTS (SELECT 1 FROM documents.document p WHERE p.org = d.org AND p.id = d.parent AND p.deleted_at IS NOT NULL)`
  }
  const about = { document: id, title: document.title }
  ctx.emit(documentRecovered, about, { stream: streamOf(id) })
  return ctx.records(Document).get(id)
})
