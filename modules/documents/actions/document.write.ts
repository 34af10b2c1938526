import { defineAction, ref, T } from '#kernel'
import { appendOwn, loadBody } from '../body.ts'
import { Document } from '../entities.ts'
import { documentWritten } from '../events.ts'
import { SETTLE_MS } from '../limits.ts'
import { mayWrite, seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'
import { MARKDOWN_MAX } from '../views.ts'
import { settleDocument } from './document.settle.ts'

export const writeDocument = defineAction({
  id: 'documents.document.write',
  kind: 'command',
  effect: 'local',
  title: 'Write in a document',
  description:
    'Adds Markdown at the end of a document that you may edit, or puts it in the place of all that stands there; whoever has it open sees it at once.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      markdown: T.String({
        title: 'Markdown',
        maxLength: MARKDOWN_MAX,
        'x-long': true,
        'x-sensitive': true,
      }),
      replace: T.Optional(T.Boolean({ title: 'Instead of all that stands there' })),
    },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: T.Object({ seq: T.Integer() }),
  errors: {
    readOnly: {
      kind: 'forbidden',
      message: 'You may read this document, not change it.',
      fix: 'Ask its owner for the right to edit.',
    },
  },
  emits: [documentWritten],
  subject: 'document',
  scope: 'documents.use',
  mcp: 'listed',
}).run(async ({ document: id, markdown, replace = false }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  if (!mayWrite(role) || document.deleted_at) throw ctx.error('readOnly')
  const body = await loadBody(ctx, id, 0, 'lock')
  const [{ fromMarkdown }, { blocksOf, opened }, { rewritten }] = await Promise.all([
    import('../content/from-markdown.ts'),
    import('../content/read.ts'),
    import('../content/write.ts'),
  ])
  const doc = opened([
    ...(body?.state ? [body.state] : []),
    ...(body?.changes ?? []).map(({ bytes }) => bytes),
  ])
  const added = fromMarkdown(markdown)
  const update = rewritten(doc, replace ? added : [...blocksOf(doc), ...added])
  const seq = await appendOwn(ctx, id, update, ctx.actor.id)
  ctx.enqueue(
    settleDocument,
    { document: id },
    { key: `documents.settle:${id}`, at: new Date(ctx.now.getTime() + SETTLE_MS) },
  )
  ctx.emit(documentWritten, { document: id, title: document.title, seq }, { stream: streamOf(id) })
  return { seq }
})
