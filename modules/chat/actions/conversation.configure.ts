import { T, defineAction, ref } from '#kernel'
import { alter } from '../alter.ts'
import { Conversation } from '../entities.ts'
import { conversationChanged } from '../events.ts'
import { mySeat, requireAdmin, requireGroup } from '../seat.ts'

const { may_mention_all, may_add, may_pin, may_send, history_hidden } = Conversation.fields

export const configureConversation = defineAction({
  id: 'chat.conversation.configure',
  kind: 'command',
  effect: 'local',
  title: 'Set a group’s rules',
  description:
    'Who may mention everybody, add people, pin and write, and whether new members see what was written before. For its owner and admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      may_mention_all: T.Optional(may_mention_all),
      may_add: T.Optional(may_add),
      may_pin: T.Optional(may_pin),
      may_send: T.Optional(may_send),
      history_hidden: T.Optional(history_hidden),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Boolean() }),
  emits: [conversationChanged],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, ...rules }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  requireAdmin(seat)
  if (Object.keys(rules).length === 0) return { changed: false }
  await alter(ctx, conversation, rules)
  return { changed: true }
})
