import { T, defineAction, ref } from '#kernel'
import { conversationSet } from '../events.ts'
import { tellOwn } from '../own.ts'
import { mySeat } from '../seat.ts'

export const hideConversation = defineAction({
  id: 'chat.conversation.hide',
  kind: 'command',
  effect: 'local',
  title: 'Hide a conversation',
  description:
    'Takes a conversation off the caller’s own list until a new message comes, or puts it back.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      hidden: T.Boolean({ title: 'Hidden' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ hidden: T.Boolean() }),
  emits: [conversationSet],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, hidden }, ctx) => {
  const seat = await mySeat(ctx, conversation)
  const hidden_seq = hidden ? seat.last_seq : null
  await ctx.sql`UPDATE chat.member SET hidden_seq = ${hidden_seq} WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ${ctx.actor.id}`
  tellOwn(ctx, conversation, { hidden_seq })
  return { hidden }
})
