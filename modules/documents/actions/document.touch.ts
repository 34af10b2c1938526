import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'
import { documentTouched } from '../events.ts'

export const touchDocument = defineAction({
  id: 'documents.document.touch',
  kind: 'signal',
  effect: 'local',
  title: 'Say that a document has grown',
  description: 'Wakes the other nodes that have the document open; they read the log themselves.',
  input: T.Object({ document: ref(Document), seq: T.Integer() }, { additionalProperties: false }),
  output: T.Object({}),
  emits: [documentTouched],
  subject: 'document',
  scope: 'documents.keep',
  internal: true,
}).run(async (input, ctx) => {
  ctx.emit(documentTouched, input, { stream: `documents.live:${input.document}` })
  return {}
})
