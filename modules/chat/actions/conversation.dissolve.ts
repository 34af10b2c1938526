import { T, defineAction, forbidden, ref } from '#kernel'
import { conversationRemoved, memberLeft } from '../events.ts'
import { mySeat, requireGroup } from '../seat.ts'
import { dismiss } from '../seats.ts'

export const dissolveConversation = defineAction({
  id: 'chat.conversation.dissolve',
  kind: 'command',
  effect: 'local',
  title: 'Dissolve a group',
  description:
    'Takes everybody out of a group for good. What was written stays in the organisation’s records.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Group' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ people: T.Integer() }),
  errors: { notOwner: forbidden('Only the owner dissolves the group.', 'Ask the owner.') },
  emits: [memberLeft, conversationRemoved],
  subject: 'conversation',
  scope: 'chat.use',
  destructive: true,
}).run(async ({ conversation }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  if (seat.role !== 'owner') throw ctx.error('notOwner')
  const rows = await ctx.sql<{ person: string }>`
    SELECT person FROM chat.member WHERE org = ${ctx.org} AND conversation = ${conversation}`
  const people = rows.map(({ person }) => person)
  await dismiss(ctx, conversation, people)
  await ctx.sql`DELETE FROM chat.thing WHERE org = ${ctx.org} AND conversation = ${conversation}`
  return { people: people.length }
})
