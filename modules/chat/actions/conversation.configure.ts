import { T, defineAction, notFound, ref } from '#kernel'
import { attachFiles } from '#modules/files'
import { alter } from '../alter.ts'
import { Conversation } from '../entities.ts'
import { conversationChanged } from '../events.ts'
import { mySeat, requireAdmin, requireGroup } from '../seat.ts'

const { avatar, may_mention_all, may_add, may_pin, may_send, history_hidden } = Conversation.fields

export const configureConversation = defineAction({
  id: 'chat.conversation.configure',
  kind: 'command',
  effect: 'local',
  title: 'Set a group’s rules and picture',
  description:
    'Who may mention everybody, add people, pin and write, and whether new members see what was written before. For its owner and admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      avatar: T.Optional(avatar),
      may_mention_all: T.Optional(may_mention_all),
      may_add: T.Optional(may_add),
      may_pin: T.Optional(may_pin),
      may_send: T.Optional(may_send),
      history_hidden: T.Optional(history_hidden),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Boolean() }),
  errors: {
    noPicture: notFound(
      'There is no such upload of yours, or it is in use already.',
      'Upload the picture again.',
    ),
  },
  emits: [conversationChanged],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, ...rules }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  requireAdmin(seat)
  if (Object.keys(rules).length === 0) return { changed: false }
  if (rules.avatar) {
    const file = { file: rules.avatar, uploader: ctx.actor.id, record: conversation }
    const hung = await attachFiles(ctx, 'chat.conversation', [file])
    if (!hung.has(rules.avatar)) throw ctx.error('noPicture')
  }
  await alter(ctx, conversation, rules)
  return { changed: true }
})
