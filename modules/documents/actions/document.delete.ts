import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'
import { documentDeleted } from '../events.ts'
import { below } from '../grants.ts'
import { seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'

export const deleteDocument = defineAction({
  id: 'documents.document.delete',
  kind: 'command',
  effect: 'local',
  title: 'Move to the bin',
  description:
    'Puts a document of yours, or a folder with all in it, into your bin, from where you can take it back.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Integer() }),
  errors: {
    notOwner: {
      kind: 'forbidden',
      message: 'Only its owner deletes a document.',
      fix: 'Ask the owner to delete it.',
    },
  },
  emits: [documentDeleted],
  subject: 'document',
  scope: 'documents.use',
  destructive: true,
  idempotent: true,
}).run(async ({ document: id }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  if (role !== 'owner') throw ctx.error('notOwner')
  const tree = await below(ctx, id)
  const gone = await ctx.sql<{ id: string; title: string }>`
    UPDATE documents.document SET deleted_at = ${ctx.now.toISOString()}, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND id = ANY(${tree}::uuid[]) AND deleted_at IS NULL RETURNING id, title`
  for (const { id: each, title } of gone)
    ctx.emit(documentDeleted, { document: each, title }, { stream: streamOf(each) })
  if (gone.length === 0)
    ctx.emit(documentDeleted, { document: id, title: document.title }, { stream: streamOf(id) })
  return { deleted: gone.length }
})
