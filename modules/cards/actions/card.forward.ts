import { T, defineAction, forbidden } from '#kernel'
import { Delivery, POLICIES } from '../entities.ts'
import { cardDelivered } from '../events.ts'
import { viewOf } from '../draw.ts'
import { findDelivery, templateOf } from '../load.ts'
import { forwarded } from '../policy.ts'
import { seen } from '../sight.ts'
import { spaceId } from '../space.ts'

export const forwardCard = defineAction({
  id: 'cards.card.forward',
  kind: 'command',
  effect: 'local',
  title: 'Forward a card',
  description:
    'Lets a card that the actor sees stand in one more place, as far as its template and the copy at hand allow. For modules; the caller has checked that the actor may write there.',
  input: T.Object(
    {
      card: T.Optional(T.Id()),
      delivery: T.Optional(T.Id()),
      space: T.String({ maxLength: 200 }),
      /** The place lies in another organisation: always a snapshot. */
      beyond: T.Optional(T.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    card: T.Id(),
    delivery: T.Id(),
    template: T.String(),
    summary: T.String(),
    policy: T.Enum(POLICIES),
  }),
  errors: {
    notForwardable: forbidden(
      'This card may not be forwarded.',
      'Ask its owner to show it where it is needed.',
    ),
  },
  emits: [cardDelivered],
  subject: 'card',
  scope: 'member',
  internal: true,
}).run(async ({ space, beyond, ...want }, ctx) => {
  const { card, delivery: source } = await seen(ctx, want)
  const template = templateOf(ctx, card.template)
  const place = beyond ? 'another organisation' : 'same organisation'
  const policy = forwarded(template.forward, source?.policy ?? 'live', place)
  if (!policy) throw ctx.error('notForwardable', { card: card.id })
  const snapshot = source?.snapshot ?? freeze()
  const summary = policy === 'snapshot' ? (snapshot as { summary: string }).summary : card.summary
  const about = { card: card.id, template: card.template, summary }
  const present = policy === 'snapshot' ? undefined : await findDelivery(ctx, card.id, space)
  // A wider copy that stands there already keeps its policy; the log still tells of this forwarding.
  const kept = present?.policy ?? policy
  const delivery = await ctx
    .records(Delivery)
    .unchecked('the log of who forwarded where')
    .create({
      card: card.id,
      entity: card.entity,
      record: card.record,
      space,
      space_id: spaceId(space),
      policy: kept,
      ...(kept === 'snapshot' ? { snapshot } : {}),
      delivered_by: ctx.actor.id,
      ...(source ? { forwarded_from: source.id } : {}),
      ...(ctx.actor.kind === 'person' ? { forwarded_by: ctx.actor.id } : {}),
    })
  const told = { ...about, delivery: delivery.id, space, policy: kept }
  ctx.emit(cardDelivered, source ? { ...told, forwarded_from: source.id } : told, {
    stream: space,
    subject: card.id,
  })
  return { ...about, delivery: delivery.id, policy: kept }

  function freeze() {
    const { data, rev, version, state } = card
    return { data, summary: card.summary, rev, version, state, view: viewOf(template) }
  }
})
