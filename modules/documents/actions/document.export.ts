import { defineAction, ref, T } from '#kernel'
import { contentOf } from '../content.ts'
import { Document } from '../entities.ts'
import { namesIn } from '../names.ts'
import { seenBy } from '../role.ts'

export const exportDocument = defineAction({
  id: 'documents.document.export',
  kind: 'query',
  effect: 'local',
  title: 'Read a document as Markdown',
  description: 'What stands in a document that you may read, as Markdown.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ name: T.String(), markdown: T.String() }),
  subject: 'document',
  scope: 'documents.use',
  audited: true,
  mcp: 'listed',
}).run(async ({ document: id }, ctx) => {
  const { document } = await seenBy(ctx, id)
  const blocks = await contentOf(ctx, id)
  const names = await namesIn(ctx, blocks)
  const { toMarkdown } = await import('../content/to-markdown.ts')
  return {
    name: `${document.title.replaceAll(/[\\/:*?"<>|]/g, ' ').trim()}.md`,
    markdown: toMarkdown(blocks, (person) => names.get(person) ?? '…'),
  }
})
