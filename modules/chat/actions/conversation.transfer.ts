import { T, defineAction, forbidden, notFound, ref } from '#kernel'
import { alter } from '../alter.ts'
import { conversationChanged, memberChanged, messageSent } from '../events.ts'
import { announce } from '../say.ts'
import { mySeat, requireGroup } from '../seat.ts'
import { giveRole } from '../roles.ts'

export const transferConversation = defineAction({
  id: 'chat.conversation.transfer',
  kind: 'command',
  effect: 'local',
  title: 'Hand over a group',
  description: 'Makes another member the owner of the group; the owner becomes a member.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      person: ref('directory.person', { title: 'New owner' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ owner: T.Id() }),
  errors: {
    notOwner: forbidden('Only the owner hands over the group.', 'Ask the owner.'),
    noMember: notFound('The person is not in the group.', 'Add the person first.'),
  },
  emits: [conversationChanged, memberChanged, messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, person }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  if (seat.role !== 'owner') throw ctx.error('notOwner')
  if (person === ctx.actor.id) return { owner: person }
  if (!(await giveRole(ctx, conversation, person, 'owner'))) throw ctx.error('noMember')
  await giveRole(ctx, conversation, ctx.actor.id, 'member')
  await alter(ctx, conversation, { owner: person })
  await announce(ctx, conversation, { code: 'transferred', by: ctx.actor.id, people: [person] })
  return { owner: person }
})
