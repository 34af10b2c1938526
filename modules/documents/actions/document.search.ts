import { defineAction, T } from '#kernel'
import { questionOf } from '#modules/chat'
import { Document } from '../entities.ts'
import { DocumentView } from '../views.ts'

/** Looked through for those that the asker may read; the best of them are enough. */
const CANDIDATES = 500
const FOUND_MAX = 50
const AROUND = 60

export const searchDocuments = defineAction({
  id: 'documents.document.search',
  kind: 'query',
  effect: 'local',
  title: 'Search documents',
  description:
    'Documents that you may read and that say these words, Chinese or other, best first.',
  input: T.Object(
    {
      text: T.String({ minLength: 1, maxLength: 200, title: 'Words' }),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: FOUND_MAX, default: 20 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(T.Object({ document: DocumentView, excerpt: T.String() })),
  }),
  scope: 'documents.use',
  mcp: 'listed',
}).run(async ({ text, limit = 20 }, ctx) => {
  const question = await questionOf(text)
  if (!question) return { items: [] }
  const found = await ctx.sql.text<{ document: string }>(
    'SELECT document FROM documents.find($1, $2::tsquery, $3)',
    [ctx.org, question.query, CANDIDATES],
    'documents.find',
  )
  if (found.length === 0) return { items: [] }
  const { items } = await ctx.records(Document).list({
    where: { id: { in: found.map(({ document }) => document) }, deleted_at: null },
    limit: CANDIDATES,
  })
  const byId = new Map(items.map((document) => [document.id, document]))
  const best = found.flatMap(({ document }) => byId.get(document) ?? []).slice(0, limit)
  const texts = await ctx.sql<{ document: string; text: string }>`
    SELECT document, text FROM documents.word WHERE org = ${ctx.org} AND document = ANY(${best.map(({ id }) => id)}::uuid[])`
  const said = new Map(texts.map((row) => [row.document, row.text]))
  return {
    items: best.map((document) => ({
      document,
      excerpt: excerpt(said.get(document.id) ?? '', text),
    })),
  }
})

/** A block that points at something stands in the text by its kind and ids: nothing to read. */
const REFERENCE = /\[(card|records?|file|picture)( [\w.-]+)*\]|@[0-9a-f-]{36}/g

/** The words around the first place that says it. */
function excerpt(whole: string, asked: string): string {
  const text = whole.replaceAll(REFERENCE, ' ')
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  const at = words.map((word) => text.toLowerCase().indexOf(word)).find((index) => index >= 0) ?? 0
  const from = Math.max(0, at - AROUND)
  const piece = text.slice(from, at + AROUND * 2).replaceAll('\n', ' ')
  return `${from > 0 ? '…' : ''}${piece}${at + AROUND * 2 < text.length ? '…' : ''}`
}
