import { T, defineAction, ref } from '#kernel'
import { conversationSet } from '../events.ts'
import { tellOwn } from '../own.ts'
import { mySeat } from '../seat.ts'

export const pinConversation = defineAction({
  id: 'chat.conversation.pin',
  kind: 'command',
  effect: 'local',
  title: 'Keep a conversation on top',
  description: 'Keeps a conversation on top of the caller’s own list, or lets it go again.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      top: T.Boolean({ title: 'On top' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ top: T.Boolean() }),
  emits: [conversationSet],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, top }, ctx) => {
  await mySeat(ctx, conversation)
  const top_at = top ? ctx.now.toISOString() : null
  await ctx.sql`UPDATE chat.member SET top_at = ${top_at} WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ${ctx.actor.id}`
  tellOwn(ctx, conversation, { top_at })
  return { top }
})
