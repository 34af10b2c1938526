import { T, defineAction } from '#kernel'
import { POLICIES, PrivateData } from '../entities.ts'
import { viewOf, type View } from '../draw.ts'
import { templateOf } from '../load.ts'
import { forwarded } from '../policy.ts'
import { seen } from '../sight.ts'
import { CardView } from '../views.ts'

interface Snapshot {
  readonly data: unknown
  readonly summary: string
  readonly rev: number
  readonly version: number
  readonly state: 'open' | 'closed'
  readonly view: View
}

export const getCard = defineAction({
  id: 'cards.card.get',
  kind: 'query',
  effect: 'local',
  title: 'Show a card',
  description:
    'A card as the caller sees it, by a delivery (as it stands there) or by the card. Allowed to who is where it was delivered, or may read its record.',
  input: T.Object(
    {
      card: T.Optional(T.Id({ title: 'Card' })),
      delivery: T.Optional(T.Id({ title: 'Delivery' })),
    },
    { additionalProperties: false },
  ),
  output: CardView,
  subject: 'card',
  scope: 'cards.use',
}).run(async (want, ctx) => {
  const { card, delivery } = await seen(ctx, want)
  const template = templateOf(ctx, card.template)
  const policy: (typeof POLICIES)[number] = delivery?.policy ?? 'live'
  const forward = forwarded(template.forward, policy, 'same organisation')
  const frozen = delivery?.snapshot as Snapshot | undefined
  const { data, summary, rev, version, state } = frozen ?? card
  const own = frozen
    ? undefined
    : await ctx.records(PrivateData).first({ where: { card: card.id, person: ctx.actor.id } })
  return {
    card: card.id,
    ...(delivery ? { delivery: delivery.id, space: delivery.space } : {}),
    template: template.id,
    version,
    title: template.title,
    entity: card.entity,
    record: card.record,
    policy,
    ...(forward ? { forward } : {}),
    readonly: policy !== 'live' || card.state === 'closed',
    state,
    rev,
    summary,
    data,
    ...(own ? { private: own.data } : {}),
    view: frozen ? frozen.view : viewOf(template),
  }
})
