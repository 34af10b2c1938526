import { defineAction, T } from '#kernel'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { remember } from '../documents.ts'
import { DOCUMENT_MAX } from '../openapi/read.ts'
import { DocumentSeen, seenOf } from '../seen.ts'
import { storeDocument } from './document.store.ts'

const pack = promisify(gzip)

export const uploadDocument = defineAction({
  id: 'imports.document.upload',
  kind: 'command',
  effect: 'local',
  title: 'Read an OpenAPI document from a file',
  description: 'The same as imports.document.fetch with a file of one’s own.',
  input: T.Object(
    {
      file: T.Object(
        {
          blob: T.String(),
          name: T.String(),
          mime: T.String(),
          size: T.Integer(),
          sha256: T.String(),
        },
        { 'x-kind': 'upload', 'x-max': DOCUMENT_MAX, title: 'Document' },
      ),
    },
    { additionalProperties: false },
  ),
  output: DocumentSeen,
  silent: 'nothing is imported yet',
  scope: 'imports.manage',
  ratePerMinute: 30,
}).run(async ({ file }, ctx) => {
  const bytes = await buffer(await ctx.blobs.get(file.blob))
  const document = remember(bytes)
  const packed = (await pack(bytes)).toString('base64')
  const { id } = await ctx.call(storeDocument, { hash: document.hash, packed })
  await ctx.blobs.delete(file.blob)
  return seenOf(id, document)
})
