import { defineAction, T } from '#kernel'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { remember } from '../documents.ts'
import { DOCUMENT_MAX } from '../openapi/read.ts'
import { DocumentSeen, seenOf } from '../seen.ts'
import { storeDocument } from './document.store.ts'

/** Long enough for the largest over a slow line. */
const FETCH_MS = 60_000
const pack = promisify(gzip)

export const fetchDocument = defineAction({
  id: 'imports.document.fetch',
  kind: 'command',
  effect: 'outside',
  title: 'Read an OpenAPI document',
  description:
    'Reads the OpenAPI (3.0, 3.1) or Swagger 2.0 document at an address, JSON or YAML, and answers what it is. Then choose from it with imports.operation.list; nothing is imported yet.',
  input: T.Object(
    {
      url: T.String({ title: 'Address', minLength: 8, maxLength: 1000 }),
      account: T.Optional(
        T.Id({ title: 'Linked account', 'x-pick': 'vault.account.list', 'x-ref': 'vault.account' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: DocumentSeen,
  errors: {
    notThere: {
      kind: 'unavailable',
      message: 'There is no document at this address.',
      fix: 'Open the address in a browser and see what it shows.',
    },
  },
  silent: 'nothing is imported yet',
  scope: 'imports.manage',
  ratePerMinute: 30,
}).run(async ({ url, account }, ctx) => {
  const answer = await ctx.egress.fetch(url.trim(), {
    headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
    timeoutMs: FETCH_MS,
    bytesMax: DOCUMENT_MAX,
    redirects: 5,
    ...(account ? { account } : {}),
  })
  if (answer.status !== 200) throw ctx.error('notThere', { service_status: answer.status })
  const document = remember(answer.body)
  const packed = (await pack(answer.body)).toString('base64')
  const { id } = await ctx.call(storeDocument, { hash: document.hash, url: url.trim(), packed })
  return seenOf(id, document, url.trim())
})
