import { T, defineAction, fail } from '#kernel'
import { Card, Delivery, POLICIES } from '../entities.ts'
import { cardDelivered } from '../events.ts'
import { findDelivery, templateOf } from '../load.ts'
import { spaceId } from '../space.ts'

export const deliverCard = defineAction({
  id: 'cards.card.deliver',
  kind: 'command',
  effect: 'local',
  title: 'Deliver a card',
  description:
    'Lets a card stand in a place: a conversation, an inbox, a document. For modules; the caller has checked that the actor may write there.',
  input: T.Object(
    {
      card: T.Id(),
      /** Stream id of the place, e.g. `chat.conversation:<id>` or `person:<id>`. */
      space: T.String({ maxLength: 200 }),
      /** Default: live. */
      policy: T.Optional(T.Enum(['live', 'live-readonly'])),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    delivery: T.Id(),
    template: T.String(),
    summary: T.String(),
    policy: T.Enum(POLICIES),
  }),
  emits: [cardDelivered],
  subject: 'card',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ card: id, space, policy = 'live' }, ctx) => {
  const card = await ctx.records(Card).unchecked('a module delivers').get(id)
  if (card.state === 'closed')
    throw fail('conflict', 'The card is closed.', 'Deliver an open card.')
  templateOf(ctx, card.template)
  const { template, summary, entity, record } = card
  const present = await findDelivery(ctx, id, space)
  if (present) return { delivery: present.id, template, summary, policy: present.policy }
  const delivery = await ctx
    .records(Delivery)
    .unchecked('a module delivers')
    .create({
      card: id,
      entity,
      record,
      space,
      space_id: spaceId(space),
      policy,
      delivered_by: ctx.actor.onBehalfOf ?? ctx.actor.id,
    })
  const about = { card: id, delivery: delivery.id, space, policy, template, summary }
  ctx.emit(cardDelivered, about, { stream: space, subject: id })
  return { delivery: delivery.id, template, summary, policy }
})
