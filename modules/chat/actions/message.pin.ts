import { T, conflict, defineAction, forbidden, ref } from '#kernel'
import { messagePinned } from '../events.ts'
import { messageInReach } from '../messages.ts'
import { streamOf } from '../seat.ts'

export const pinMessage = defineAction({
  id: 'chat.message.pin',
  kind: 'command',
  effect: 'local',
  title: 'Pin a message',
  description: 'Keeps a message at hand for everybody in the conversation, or lets it go again.',
  input: T.Object(
    {
      message: ref('chat.message', { title: 'Message' }),
      on: T.Optional(T.Boolean({ default: true, title: 'Pinned' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ pinned: T.Boolean() }),
  errors: {
    adminsPin: forbidden('Only the owner and admins may pin in this group.', 'Ask one of them.'),
    gone: conflict('Only what is still there can be pinned.'),
  },
  emits: [messagePinned],
  subject: 'message',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ message: id, on = true }, ctx) => {
  const { message, seat } = await messageInReach(ctx, id)
  const { conversation, seq } = message
  if (seat.may_pin === 'admins' && seat.role === 'member') throw ctx.error('adminsPin')
  if (message.recalled_at || message.kind === 'system') throw ctx.error('gone')
  if (on === (message.pinned_at !== undefined)) return { pinned: on }
  const pinned = on ? { pinned_at: ctx.now.toISOString(), pinned_by: ctx.actor.id } : {}
  await ctx.sql`
    UPDATE chat.message SET pinned_at = ${pinned.pinned_at ?? null}, pinned_by = ${pinned.pinned_by ?? null}, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND id = ${id}`
  ctx.emit(
    messagePinned,
    { conversation, message: id, seq, ...pinned },
    { stream: streamOf(conversation), subject: id },
  )
  return { pinned: on }
})
