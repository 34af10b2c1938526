import { defineAction, invalid, ref, T } from '#kernel'
import { Document, SPACES } from '../entities.ts'
import { documentChanged, documentShared } from '../events.ts'
import { below, inherit } from '../grants.ts'
import { placeFor } from '../place.ts'
import { seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'
import { DocumentView } from '../views.ts'

export const moveDocument = defineAction({
  id: 'documents.document.move',
  kind: 'command',
  effect: 'local',
  title: 'Move a document',
  description:
    'Puts a document or folder of yours into another folder or space; there it is shared as that place is.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      parent: T.Optional(ref(Document, { title: 'Folder' })),
      space: T.Optional(T.Enum(SPACES, { title: 'Space' })),
      conversation: Document.fields.conversation,
    },
    { additionalProperties: false },
  ),
  output: DocumentView,
  errors: {
    notOwner: {
      kind: 'forbidden',
      message: 'Only its owner moves a document.',
      fix: 'Ask the owner to move it.',
    },
    intoItself: invalid('A folder cannot stand in itself.', 'Choose another folder.'),
  },
  emits: [documentChanged, documentShared],
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document: id, ...want }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  if (role !== 'owner') throw ctx.error('notOwner')
  const tree = await below(ctx, id)
  if (want.parent && tree.includes(want.parent)) throw ctx.error('intoItself')
  const { space, conversation, parent, reach } = await placeFor(ctx, want)
  const records = ctx.records(Document).unchecked('its owner moves it with all that stands in it')
  for (const each of tree)
    await records.update(each, {
      space,
      conversation: conversation ?? null,
      ...(space === document.space ? {} : { reach }),
      ...(each === id ? { parent: parent ?? null } : {}),
    })
  await inherit(ctx, tree, parent)
  for (const each of tree)
    ctx.emit(documentShared, { document: each, title: document.title }, { stream: streamOf(each) })
  ctx.emit(documentChanged, { document: id, title: document.title }, { stream: streamOf(id) })
  return ctx.records(Document).get(id)
})
