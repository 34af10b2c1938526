import { T, conflict, defineAction, ref } from '#kernel'
import { conversationRemoved, memberLeft, messageSent } from '../events.ts'
import { mySeat, requireGroup } from '../seat.ts'
import { unseat } from '../seats.ts'

export const leaveConversation = defineAction({
  id: 'chat.conversation.leave',
  kind: 'command',
  effect: 'local',
  title: 'Leave a group',
  description: 'The caller leaves a group and receives nothing more of it.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Group' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ left: T.Boolean() }),
  errors: {
    ownerStays: conflict('The owner cannot leave the group.', 'Hand it over to somebody first.'),
  },
  emits: [messageSent, memberLeft, conversationRemoved],
  subject: 'conversation',
  scope: 'chat.use',
  destructive: true,
}).run(async ({ conversation }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  if (seat.role === 'owner' && seat.members > 1) throw ctx.error('ownerStays')
  await unseat(ctx, conversation, [ctx.actor.id], 'left')
  return { left: true }
})
