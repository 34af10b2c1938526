import { defineAction, fail, ref, T } from '#kernel'
import { loadBody } from '../body.ts'
import { Document } from '../entities.ts'

export const loadDocument = defineAction({
  id: 'documents.document.load',
  kind: 'query',
  effect: 'local',
  title: 'Load a document',
  description: 'The log of a document after an update, for the node on which somebody opens it.',
  input: T.Object(
    { document: ref(Document), after: T.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    seq: T.Object({ merged: T.Integer() }),
    state: T.Optional(T.String()),
    changes: T.Array(T.Object({ seq: T.Integer(), bytes: T.String() })),
  }),
  subject: 'document',
  scope: 'documents.keep',
  internal: true,
}).run(async ({ document, after }, ctx) => {
  const body = await loadBody(ctx, document, after)
  if (!body) throw fail('notFound', 'There is no such document, or it holds no text.')
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  return {
    seq: { merged: body.merged },
    ...(body.state ? { state: base64(body.state) } : {}),
    changes: body.changes.map(({ seq, bytes }) => ({ seq, bytes: base64(bytes) })),
  }
})
