import { T, defineAction, ref } from '#kernel'
import { nameKeys } from '#modules/directory'
import { alter } from '../alter.ts'
import { conversationChanged, messageSent } from '../events.ts'
import { announce } from '../say.ts'
import { mySeat, requireAdmin, requireGroup } from '../seat.ts'

export const renameConversation = defineAction({
  id: 'chat.conversation.rename',
  kind: 'command',
  effect: 'local',
  title: 'Rename a group',
  description: 'Gives a group another name. For its owner and admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      name: T.String({ minLength: 1, maxLength: 100, pattern: '\\S', title: 'Name' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ name: T.String() }),
  emits: [conversationChanged, messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, name: wanted }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  requireAdmin(seat)
  const name = wanted.trim()
  if (name === seat.name) return { name }
  await alter(ctx, conversation, { name })
  await ctx.sql`UPDATE chat.conversation SET pinyin = ${nameKeys(name).pinyin} WHERE org = ${ctx.org} AND id = ${conversation}`
  await announce(ctx, conversation, { code: 'renamed', by: ctx.actor.id, value: name })
  return { name }
})
