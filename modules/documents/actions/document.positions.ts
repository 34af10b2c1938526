import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'

export const listPositions = defineAction({
  id: 'documents.document.positions',
  kind: 'query',
  effect: 'local',
  title: 'How far documents are',
  description:
    'The number of the last update of each of these documents, for nodes that have them open.',
  input: T.Object(
    { documents: T.Array(ref(Document), { maxItems: 5000 }) },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(T.Object({ document: T.Id(), seq: T.Integer() })) }),
  scope: 'documents.keep',
  internal: true,
}).run(async ({ documents }, ctx) => {
  const rows = await ctx.sql<{ document: string; seq: number }>`
    SELECT document, seq FROM documents.body WHERE org = ${ctx.org} AND document = ANY(${documents}::uuid[])`
  return { items: rows.map(({ document, seq }) => ({ document, seq: Number(seq) })) }
})
