import { defineAction, sensitive, T } from '#kernel'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { remember } from '../documents.ts'
import { operationsOf } from '../openapi/listing.ts'
import { DOCUMENT_MAX } from '../openapi/read.ts'

const unpack = promisify(gunzip)

export const storeDocument = defineAction({
  id: 'imports.document.store',
  kind: 'command',
  effect: 'local',
  title: 'Keep a document that was read',
  description: 'The short command behind imports.document.fetch and imports.document.upload.',
  input: T.Object(
    { hash: T.String(), url: T.Optional(T.String()), packed: sensitive(T.String()) },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id() }),
  silent: 'nothing is imported yet',
  scope: 'imports.manage',
  internal: true,
  idempotent: true,
}).run(async ({ hash, url, packed }, ctx) => {
  const bytes = Buffer.from(packed, 'base64')
  const document = remember(await unpack(bytes, { maxOutputLength: DOCUMENT_MAX }))
  const [row] = await ctx.sql<{ id: string }>`
    INSERT INTO imports.document (org, id, title, hash, url, operations, packed)
    VALUES (${ctx.org}, ${ctx.id()}, ${document.title}, ${hash}, ${url ?? null}, ${operationsOf(document).length}, ${bytes})
    ON CONFLICT (org, hash) DO UPDATE SET url = coalesce(excluded.url, imports.document.url), updated_at = now()
    RETURNING id`
  return { id: row!.id }
})
