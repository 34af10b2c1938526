import { T, defineAction, ref } from '#kernel'
import { forwardCard } from '#modules/cards'
import { messageSent } from '../events.ts'
import { TARGETS_MAX } from '../limits.ts'
import type { Draft } from '../draft.ts'
import { say } from '../say.ts'
import { mySeat, streamOf } from '../seat.ts'

export const shareCard = defineAction({
  id: 'chat.card.share',
  kind: 'command',
  effect: 'local',
  title: 'Share a card in conversations',
  description:
    'Lets a card that the caller sees, on its page or in his inbox, stand in conversations, as far as its own rules allow.',
  input: T.Object(
    {
      card: T.Id({ title: 'Card' }),
      conversations: T.Array(ref('chat.conversation'), {
        minItems: 1,
        maxItems: TARGETS_MAX,
        uniqueItems: true,
        title: 'To',
      }),
      client_id: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Client id' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    messages: T.Array(T.Object({ id: T.Id(), conversation: T.Id(), seq: T.Integer() })),
  }),
  emits: [messageSent],
  subject: 'card',
  scope: 'chat.use',
  once: 'client_id',
}).run(async ({ card: id, conversations }, ctx) => {
  const drafts: Draft[] = []
  for (const conversation of conversations.toSorted()) {
    await mySeat(ctx, conversation)
    const { card, delivery, template, policy, summary } = await ctx.call(forwardCard, {
      card: id,
      space: streamOf(conversation),
    })
    const body = { card: { card, delivery, template, policy } }
    drafts.push({
      id: ctx.id(),
      conversation,
      person: ctx.actor.id,
      kind: 'card',
      text: summary,
      body,
    })
  }
  const said = await say(ctx, drafts)
  return {
    messages: said.map(({ id: message, conversation, seq }) => ({
      id: message,
      conversation,
      seq,
    })),
  }
})
