import { T, defineAction, ref } from '#kernel'
import { alter } from '../alter.ts'
import { conversationChanged, messageSent } from '../events.ts'
import { announce } from '../say.ts'
import { mySeat, requireAdmin, requireGroup } from '../seat.ts'

export const setNotice = defineAction({
  id: 'chat.conversation.notice',
  kind: 'command',
  effect: 'local',
  title: 'Put up a group notice',
  description:
    'Puts up a notice (markdown) at the top of a group, or takes it down when empty. For its owner and admins.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Group' }),
      notice: T.String({ maxLength: 5000, title: 'Notice', 'x-multiline': true }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ notice: T.String() }),
  emits: [conversationChanged, messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ conversation, notice: wanted }, ctx) => {
  const seat = await mySeat(ctx, conversation, { lock: true })
  requireGroup(seat)
  requireAdmin(seat)
  const notice = wanted.trim()
  const up = notice !== ''
  await alter(ctx, conversation, {
    notice: up ? notice : null,
    notice_by: up ? ctx.actor.id : null,
    notice_at: up ? ctx.now.toISOString() : null,
  })
  if (up)
    await announce(ctx, conversation, {
      code: 'noticed',
      by: ctx.actor.id,
      value: notice.slice(0, 500),
    })
  return { notice }
})
