import { defineAction, ref, T } from '#kernel'
import { Document } from '../entities.ts'
import { presenceTold } from '../events.ts'

export const tellPresence = defineAction({
  id: 'documents.presence.tell',
  kind: 'signal',
  effect: 'local',
  title: 'Show a cursor',
  description: 'Tells every node that has the document open where somebody’s cursor stands.',
  input: T.Object(
    { document: ref(Document), client: T.Integer(), clock: T.Integer(), state: T.Json() },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  emits: [presenceTold],
  subject: 'document',
  scope: 'documents.keep',
  internal: true,
}).run(async (input, ctx) => {
  ctx.emit(presenceTold, input, { stream: `documents.live:${input.document}` })
  return {}
})
