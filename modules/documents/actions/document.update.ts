import { defineAction, ref, T } from '#kernel'
import { wordsOf } from '#modules/chat'
import { Document } from '../entities.ts'
import { documentChanged } from '../events.ts'
import { streamOf } from '../tell.ts'
import { DocumentView } from '../views.ts'

export const updateDocument = defineAction({
  id: 'documents.document.update',
  kind: 'command',
  effect: 'local',
  title: 'Rename a document',
  description: 'Changes title or icon of a document or folder that you may edit.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      title: T.Optional(Document.fields.title),
      icon: T.Optional(T.String({ title: 'Icon', maxLength: 16 })),
    },
    { additionalProperties: false },
  ),
  output: DocumentView,
  emits: [documentChanged],
  subject: 'document',
  scope: 'documents.use',
  idempotent: true,
}).run(async ({ document: id, title, icon }, ctx) => {
  const changed = await ctx.records(Document).update(id, {
    ...(title === undefined ? {} : { title }),
    ...(icon === undefined ? {} : { icon: icon === '' ? null : icon }),
  })
  if (title !== undefined && changed.kind === 'document') {
    const [word] = await ctx.sql<{ text: string }>`
      SELECT text FROM documents.word WHERE org = ${ctx.org} AND document = ${id}`
    await ctx.sql`
      UPDATE documents.word SET words = array_to_tsvector(${wordsOf(`${title}\n${word?.text ?? ''}`)}::text[])
      WHERE org = ${ctx.org} AND document = ${id}`
  }
  const now = {
    document: id,
    title: changed.title,
    ...(changed.icon ? { icon: changed.icon } : {}),
  }
  ctx.emit(documentChanged, now, { stream: streamOf(id) })
  return changed
})
