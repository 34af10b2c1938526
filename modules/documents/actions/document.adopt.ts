import { conflict, defineAction, ref, T } from '#kernel'
import { Person } from '#modules/directory'
import { documentShared } from '../events.ts'
import { streamOf } from '../tell.ts'

/** Handed over at a time; whoever left more is handed over in several goes. */
const HANDED_MAX = 1000

export const adoptDocuments = defineAction({
  id: 'documents.document.adopt',
  kind: 'command',
  effect: 'local',
  title: 'Hand over the documents of somebody who left',
  description:
    'Gives the documents of a person who has left to somebody else, who owns them from then on. At most 1,000 at a time.',
  input: T.Object(
    {
      from: ref('directory.person', { title: 'Who left' }),
      to: ref('directory.person', { title: 'New owner' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ handed: T.Integer() }),
  errors: {
    stillHere: conflict('This person has not left.', 'Ask the owner to hand them over.'),
    notHere: conflict('The new owner is not an active member.', 'Choose somebody else.'),
  },
  emits: [documentShared],
  subject: 'from',
  scope: 'documents.admin',
}).run(async ({ from, to }, ctx) => {
  const people = ctx.records(Person)
  if ((await people.get(from)).status === 'active') throw ctx.error('stillHere')
  if ((await people.get(to)).status !== 'active') throw ctx.error('notHere')
  const handed = await ctx.sql<{ id: string; title: string }>`
    UPDATE documents.document SET owner = ${to}, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND id IN (SELECT id FROM documents.document WHERE org = ${ctx.org} AND owner = ${from} LIMIT ${HANDED_MAX})
    RETURNING id, title`
  for (const { id, title } of handed)
    ctx.emit(documentShared, { document: id, title }, { stream: streamOf(id) })
  if (handed.length === 0) ctx.emit(documentShared, { document: from, title: '' })
  return { handed: handed.length }
})
