import { defineAction, ref, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { Document, REACHES, ROLES } from '../entities.ts'
import { documentShared } from '../events.ts'
import { below, give } from '../grants.ts'
import { seenBy } from '../role.ts'
import { linkTo, streamOf } from '../tell.ts'
import { DocumentView } from '../views.ts'

const PERSON = 'directory.person'

export const shareDocument = defineAction({
  id: 'documents.document.share',
  kind: 'command',
  effect: 'local',
  title: 'Share a document',
  description:
    'Says who may read, comment on or edit a document or folder of yours: what everybody with the link may do, and who may more. What is given on a folder holds for all in it.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      reach: T.Optional(T.Enum(REACHES, { title: 'Everybody here may' })),
      people: T.Optional(
        T.Array(
          T.Object(
            {
              person: T.Optional(ref(PERSON, { title: 'Person' })),
              department: T.Optional(ref('directory.department', { title: 'Department' })),
              team: T.Optional(ref('directory.group', { title: 'Group' })),
              role: T.Enum(ROLES, { title: 'May' }),
            },
            { additionalProperties: false, minProperties: 2, maxProperties: 2 },
          ),
          { title: 'Shared with', maxItems: 200 },
        ),
      ),
      owner: T.Optional(ref(PERSON, { title: 'New owner' })),
    },
    { additionalProperties: false },
  ),
  output: DocumentView,
  errors: {
    notOwner: {
      kind: 'forbidden',
      message: 'Only its owner shares a document.',
      fix: 'Ask the owner to share it.',
    },
  },
  emits: [documentShared],
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document: id, reach, people, owner }, ctx) => {
  const { document, role } = await seenBy(ctx, id)
  if (role !== 'owner') throw ctx.error('notOwner')
  const { title } = document
  const tree = await below(ctx, id)
  const records = ctx.records(Document).unchecked('its owner says who may do what')
  if (reach) for (const each of tree) await records.update(each, { reach })
  if (owner) {
    await ctx.call('directory.person.get', { person: owner })
    await records.update(id, { owner })
  }
  if (people) {
    const before = await ctx.sql<{ person: string }>`
      SELECT person FROM documents.grant WHERE org = ${ctx.org} AND document = ${id} AND person IS NOT NULL`
    await give(ctx, id, tree, people)
    const known = new Set([ctx.actor.id, ...before.map(({ person }) => person)])
    const fresh = people.flatMap(({ person }) => (person && !known.has(person) ? [person] : []))
    if (fresh.length)
      await ctx.call(sendNotice, {
        people: [...new Set(fresh)],
        kind: documentShared.id,
        title: {
          en: `${ctx.actor.name} shared “${title}” with you`,
          zh: `${ctx.actor.name}与你共享了“${title}”`,
        },
        link: linkTo(id),
      })
  }
  for (const each of tree)
    ctx.emit(documentShared, { document: each, title }, { stream: streamOf(each) })
  const now = await records.get(id)
  return { ...now, role: now.owner === ctx.actor.id ? 'owner' : 'reader' }
})
