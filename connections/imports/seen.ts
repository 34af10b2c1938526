import { T } from '#kernel'
import type { AuthKind } from '#connections/vault'
import { authOf, serverOf } from './openapi/auth.ts'
import { operationsOf } from './openapi/listing.ts'
import { nounOf } from './openapi/names.ts'
import type { Document } from './openapi/read.ts'
import type { Operation } from './plan.ts'

/** An object as it comes; what is read from it is checked where it is read. */
export const Json = T.Unsafe<Record<string, unknown>>({ type: 'object' })

/** What a document is, before anything of it is chosen. */
export const DocumentSeen = T.Object({
  document: T.Id(),
  title: T.String(),
  version: T.String(),
  hash: T.String(),
  operations: T.Integer(),
  /** A short name to begin with. */
  name: T.String(),
  server: T.Optional(T.String()),
  auth: T.Array(T.String()),
})

export function seenOf(id: string, document: Document, url?: string) {
  const server = serverOf(document, url)
  return {
    document: id,
    title: document.title,
    version: document.version,
    hash: document.hash,
    operations: operationsOf(document).length,
    name: nounOf(document.title).replace(/api$/, '').slice(0, 20) || 'service',
    ...(server ? { server } : {}),
    auth: authOf(document).map(({ kind }): AuthKind => kind),
  }
}

export const OperationView = T.Object({
  key: T.String(),
  noun: T.String(),
  verb: T.String(),
  kind: T.Enum(['query', 'command']),
  title: T.String(),
  description: T.String(),
  again: T.Boolean(),
  input: Json,
  output: Json,
})
export function viewOf({
  key,
  noun,
  verb,
  kind,
  title,
  description,
  again,
  input,
  output,
}: Operation) {
  return {
    key,
    noun,
    verb,
    kind,
    title,
    description,
    again,
    input: { ...input },
    output: { ...output },
  }
}
