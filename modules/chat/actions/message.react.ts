import { T, conflict, defineAction, ref } from '#kernel'
import { messageReacted } from '../events.ts'
import { reacted } from '../apply.ts'
import { REACTIONS_MAX } from '../limits.ts'
import { messageInReach } from '../messages.ts'
import { streamOf } from '../seat.ts'

export const reactToMessage = defineAction({
  id: 'chat.message.react',
  kind: 'command',
  effect: 'local',
  title: 'React to a message',
  description: 'Puts an emoji under a message, or takes it away again.',
  input: T.Object(
    {
      message: ref('chat.message', { title: 'Message' }),
      emoji: T.String({ minLength: 1, maxLength: 32, pattern: '^[^\\s<>&"]+$', title: 'Emoji' }),
      on: T.Optional(T.Boolean({ default: true, title: 'On' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ on: T.Boolean() }),
  errors: {
    gone: conflict('The message was recalled.'),
    tooMany: conflict(
      `A message carries ${REACTIONS_MAX} different reactions at most.`,
      'Join one of those that are there.',
    ),
  },
  emits: [messageReacted],
  subject: 'message',
  scope: 'chat.use',
  idempotent: true,
}).run(async ({ message: id, emoji, on = true }, ctx) => {
  const { message } = await messageInReach(ctx, id)
  const { conversation, seq, reactions = [] } = message
  if (message.recalled_at) throw ctx.error('gone')
  const there = reactions.find((one) => one.emoji === emoji)?.people.includes(ctx.actor.id) ?? false
  if (there === on) return { on }
  const after = reacted(reactions, emoji, ctx.actor.id, on)
  if (after.length > REACTIONS_MAX) throw ctx.error('tooMany')
  await ctx.sql`
    UPDATE chat.message SET reactions = ${after.length ? JSON.stringify(after) : null}, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND id = ${id}`
  ctx.emit(
    messageReacted,
    { conversation, message: id, seq, emoji, person: ctx.actor.id, on },
    { stream: streamOf(conversation), subject: id },
  )
  return { on }
})
