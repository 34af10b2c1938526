import { T, defineAction, ref } from '#kernel'
import { conversationSet } from '../events.ts'
import { tellOwn } from '../own.ts'
import { mySeat } from '../seat.ts'

export const muteConversation = defineAction({
  id: 'chat.conversation.mute',
  kind: 'command',
  effect: 'local',
  title: 'Mute a conversation',
  description: 'Quiet for the caller: no push and no notices but mentions, which still count.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      muted: T.Boolean({ title: 'Muted' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ muted: T.Boolean() }),
  emits: [conversationSet],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, muted }, ctx) => {
  await mySeat(ctx, conversation)
  await ctx.sql`UPDATE chat.member SET muted = ${muted} WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ${ctx.actor.id}`
  tellOwn(ctx, conversation, { muted })
  return { muted }
})
