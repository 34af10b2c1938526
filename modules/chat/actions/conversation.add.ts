import { T, defineAction, forbidden, ref } from '#kernel'
import { conversationAdded, memberJoined, messageSent } from '../events.ts'
import { ADD_MAX } from '../limits.ts'
import { announce } from '../say.ts'
import { mySeat, requireGroup } from '../seat.ts'
import { NAMED_MAX, insertMembers, requireColleagues, welcome } from '../seats.ts'

export const addMembers = defineAction({
  id: 'chat.conversation.add',
  kind: 'command',
  effect: 'local',
  title: 'Add people to a group',
  description: 'Adds colleagues to a group the caller is in; who is in already stays as he is.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: ADD_MAX,
        uniqueItems: true,
        title: 'People',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ added: T.Array(T.Id()) }),
  errors: {
    adminsAdd: forbidden(
      'Only the owner and admins may add people to this group.',
      'Ask one of them.',
    ),
  },
  emits: [messageSent, memberJoined, conversationAdded],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, people }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  if (seat.may_add === 'admins' && seat.role === 'member') throw ctx.error('adminsAdd')
  await requireColleagues(ctx, people)
  const added = await insertMembers(
    ctx,
    conversation,
    people.map((person) => ({ person, role: 'member' })),
  )
  if (added.length === 0) return { added }
  await announce(ctx, conversation, {
    code: 'added',
    by: ctx.actor.id,
    people: added.slice(0, NAMED_MAX),
  })
  await welcome(ctx, conversation, added)
  return { added }
})
