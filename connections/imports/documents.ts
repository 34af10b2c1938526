import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { notFound, TenonError, type Context, type Sql } from '#kernel'
import { DOCUMENT_MAX, readDocument, type Document } from './openapi/read.ts'

/** Documents kept parsed, by their bytes together: the one that somebody is choosing from is asked again and again. */
const KEPT_BYTES_MAX = 80 * 1024 * 1024
const kept = new Map<string, { document: Document; bytes: number }>()
const unpack = promisify(gunzip)
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
export type AnyContext = Context<any, any>

const gone = () =>
  new TenonError(
    'notFound',
    notFound('This document is not here.', 'Read it again from its address.'),
  )

export async function documentOf(sql: Sql, org: string, id: string): Promise<Document> {
  const [row] = await sql<{ hash: string }>`
    SELECT hash FROM imports.document WHERE org = ${org} AND id = ${id}`
  if (!row) throw gone()
  const found = kept.get(row.hash)
  if (found) return found.document
  const [full] = await sql<{ packed: Buffer | null }>`
    SELECT packed FROM imports.document WHERE org = ${org} AND id = ${id}`
  if (!full?.packed) throw gone()
  return remember(await unpack(full.packed, { maxOutputLength: DOCUMENT_MAX }))
}

/** Read now, it is asked for in a moment. */
export function remember(bytes: Uint8Array): Document {
  const document = readDocument(bytes)
  kept.delete(document.hash)
  kept.set(document.hash, { document, bytes: bytes.length })
  let sum = [...kept.values()].reduce((all, each) => all + each.bytes, 0)
  for (const [hash, each] of kept) {
    if (sum <= KEPT_BYTES_MAX || kept.size === 1) break
    kept.delete(hash)
    sum -= each.bytes
  }
  return document
}
