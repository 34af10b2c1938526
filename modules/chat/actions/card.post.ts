import { T, defineAction } from '#kernel'
import { deliverCard } from '#modules/cards'
import { messageSent } from '../events.ts'
import { say } from '../say.ts'
import { mySeat, streamOf } from '../seat.ts'

export const postCard = defineAction({
  id: 'chat.card.post',
  kind: 'command',
  effect: 'local',
  title: 'Post a card in a conversation',
  description:
    'Lets a card that a module has just made stand in a conversation the caller is in. For modules; people forward cards.',
  input: T.Object({ conversation: T.Id(), card: T.Id() }, { additionalProperties: false }),
  output: T.Object({ id: T.Id(), seq: T.Integer(), delivery: T.Id() }),
  emits: [messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  internal: true,
}).run(async ({ conversation, card }, ctx) => {
  await mySeat(ctx, conversation)
  const { delivery, template, policy, summary } = await ctx.call(deliverCard, {
    card,
    space: streamOf(conversation),
  })
  const body = { card: { card, delivery, template, policy } }
  const [message] = await say(ctx, [
    { id: ctx.id(), conversation, person: ctx.actor.id, kind: 'card', text: summary, body },
  ])
  return { id: message!.id, seq: message!.seq, delivery }
})
