import { defineAction, fail, ref, T, type TenonError } from '#kernel'
import { Document } from '../entities.ts'
import { DOCUMENT_MAX, SETTLE_MS, TAIL_BYTES_MAX, TAIL_MAX } from '../limits.ts'
import { settleDocument } from './document.settle.ts'

interface Row {
  n: string
  seq: string
  tail: string
  tail_bytes: string
}

/** Who writes was asked when he joined, and is asked again whenever rights change (live/guest.ts). */
export const appendUpdate = defineAction({
  id: 'documents.document.append',
  kind: 'signal',
  effect: 'local',
  title: 'Append an update',
  description:
    'One update of a shared document, committed to its log. Spoken by the socket of documents, which lets in only who may write.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }), update: T.String({ title: 'Update' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ seq: T.Integer() }),
  subject: 'document',
  scope: 'documents.use',
  internal: true,
}).runMany(async (items, ctx) => {
  // One row a document is locked from here to COMMIT, so numbers follow commit order without holes.
  const rows = await ctx.sql<Row>`
    WITH u AS (
      SELECT * FROM unnest(${items.map(({ input }) => input.document)}::uuid[], ${items.map(({ input }) => input.update)}::text[],
        ${items.map(({ actor }) => actor.id)}::text[]) WITH ORDINALITY AS u(document, bytes, actor, n)
    ), s AS (
      SELECT document, count(*) AS count, sum(length(bytes)) * 3 / 4 AS size FROM u GROUP BY document
    ), l AS (
      SELECT b.document FROM documents.body b JOIN s ON s.document = b.document
      WHERE b.org = ${ctx.org} AND coalesce(octet_length(b.state), 0) + b.tail_bytes < ${DOCUMENT_MAX}
      ORDER BY b.document FOR UPDATE OF b
    ), b AS (
      UPDATE documents.body b SET seq = b.seq + s.count, tail_bytes = b.tail_bytes + s.size
      FROM s, l WHERE b.org = ${ctx.org} AND b.document = s.document AND l.document = b.document
      RETURNING b.document, b.seq, b.seq - b.merged AS tail, b.tail_bytes
    ), c AS (
      INSERT INTO documents.change (org, document, seq, bytes, actor)
      SELECT ${ctx.org}::uuid, u.document, b.seq - count(*) OVER (PARTITION BY u.document) + row_number() OVER (PARTITION BY u.document ORDER BY u.n),
        decode(u.bytes, 'base64'), u.actor FROM u JOIN b ON b.document = u.document
      RETURNING document, seq
    )
    SELECT u.n, b.seq - count(*) OVER (PARTITION BY u.document) + row_number() OVER (PARTITION BY u.document ORDER BY u.n) AS seq,
      b.tail, b.tail_bytes
    FROM u JOIN b ON b.document = u.document`
  const byItem = new Map(rows.map((row) => [Number(row.n) - 1, row]))
  const told = new Set<string>()
  return items.map((item, index) => {
    const row = byItem.get(index)
    if (!row) return noRoom()
    const { document } = item.input
    if (!told.has(document)) {
      told.add(document)
      const inBatch = items.filter(({ input }) => input.document === document)
      const key = `documents.settle:${document}`
      // As long as it is full one merge waits; what it did not see yet, being under way, the next one does.
      const full = Number(row.tail) >= TAIL_MAX || Number(row.tail_bytes) >= TAIL_BYTES_MAX
      if (full) item.enqueue(settleDocument, { document }, { key: `${key}:full` })
      else if (Number(row.tail) <= inBatch.length)
        item.enqueue(settleDocument, { document }, { key, at: new Date(Date.now() + SETTLE_MS) })
    }
    return { seq: Number(row.seq) }
  })
})

const noRoom = (): TenonError =>
  fail('limited', 'The document is full, or it is none.', 'Go on in a new one and link to it.')
