import { T, defineAction, ref } from '#kernel'
import { typingStarted } from '../events.ts'
import { mySeat, streamOf } from '../seat.ts'

/** In larger groups nobody looks for who is typing, and it would be a flood. */
const WATCHERS_MAX = 20

export const startTyping = defineAction({
  id: 'chat.typing.start',
  kind: 'signal',
  effect: 'local',
  title: 'Say that one is typing',
  description:
    'Shows the others of a small conversation for a few seconds that the caller is writing.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Conversation' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ told: T.Boolean() }),
  emits: [typingStarted],
  subject: 'conversation',
  scope: 'chat.use',
}).run(async ({ conversation }, ctx) => {
  const seat = await mySeat(ctx, conversation)
  const told = seat.members <= WATCHERS_MAX
  if (told)
    ctx.emit(
      typingStarted,
      { conversation, person: ctx.actor.id },
      { stream: streamOf(conversation) },
    )
  return { told }
})
