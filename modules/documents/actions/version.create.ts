import { conflict, defineAction, ref, T } from '#kernel'
import { loadBody } from '../body.ts'
import { Document } from '../entities.ts'
import { versionCreated } from '../events.ts'
import { mayWrite, seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'
import { keepVersion } from '../versions.ts'

export const createVersion = defineAction({
  id: 'documents.version.create',
  kind: 'command',
  effect: 'local',
  title: 'Keep a version',
  description: 'Keeps what stands in a document now under a name, to look at and to go back to.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      name: T.Optional(T.String({ title: 'Name', minLength: 1, maxLength: 100 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ version: T.Id() }),
  errors: {
    empty: conflict('Nothing is written in it yet.', 'Write something first.'),
    readOnly: {
      kind: 'forbidden',
      message: 'You may read this document, not change it.',
      fix: 'Ask its owner for the right to edit.',
    },
  },
  emits: [versionCreated],
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document: id, name }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  if (!mayWrite(role)) throw ctx.error('readOnly')
  const body = await loadBody(ctx, id, 0)
  const updates = [
    ...(body?.state ? [body.state] : []),
    ...(body?.changes ?? []).map(({ bytes }) => bytes),
  ]
  if (updates.length === 0) throw ctx.error('empty')
  const { mergeUpdates } = await import('yjs')
  const seq = body!.changes.at(-1)?.seq ?? body!.merged
  const kept = { state: mergeUpdates(updates), seq, author: ctx.actor.id }
  const version = await keepVersion(ctx, id, kept, 'named', name)
  const about = { document: id, title: document.title, version, ...(name ? { name } : {}) }
  ctx.emit(versionCreated, about, { stream: streamOf(id), subject: version })
  return { version }
})
