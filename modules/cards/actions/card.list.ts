import { T, defineAction, page, pageOf, type Context } from '#kernel'
import { Card, Delivery } from '../entities.ts'
import { mayEnter, mayRead, seen } from '../sight.ts'
import { DeliveryView } from '../views.ts'

export const listDeliveries = defineAction({
  id: 'cards.card.list',
  kind: 'query',
  effect: 'local',
  title: 'Where a card stands',
  description:
    'The places of one card and who forwarded it there; without a card, the cards in the caller’s own inbox, newest first.',
  input: T.Object(
    { card: T.Optional(T.Id({ title: 'Card' })), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(DeliveryView),
  subject: 'card',
  scope: 'cards.use',
}).run(async ({ card: id, limit, cursor }, ctx) => {
  const deliveries = ctx.records(Delivery).unchecked('filtered below by place')
  const where = id ? { card: id } : { space: `person:${ctx.actor.id}` }
  const card = id ? (await seen(ctx, { card: id })).card : undefined
  const found = await deliveries.list({
    where,
    sort: ['-created_at'],
    ...(limit ? { limit } : {}),
    ...(cursor ? { cursor } : {}),
  })
  // Who may read the record may know where it went; anybody else sees only the places he is in.
  const all = !card || (await mayRead(ctx, card))
  const cards = card ? [card] : await cardsOf(ctx, found.items)
  const items = []
  for (const delivery of found.items) {
    if (!all && !(await mayEnter(ctx, delivery.space))) continue
    items.push(
      shown(
        delivery,
        cards.find((each) => each.id === delivery.card)!,
      ),
    )
  }
  return { items, ...(found.next ? { next: found.next } : {}) }
})

async function cardsOf(ctx: Context, deliveries: readonly { card: string }[]) {
  if (deliveries.length === 0) return []
  const wanted = [...new Set(deliveries.map(({ card }) => card))]
  const cards = ctx.records(Card).unchecked('delivered to the caller')
  return (await cards.list({ where: { id: { in: wanted } }, limit: wanted.length })).items
}

function shown(
  delivery: Awaited<ReturnType<typeof seen>>['delivery'] & {},
  card: { template: string; summary: string },
) {
  const { id, space, policy, delivered_by, forwarded_from, forwarded_by, created_at, snapshot } =
    delivery
  return {
    delivery: id,
    card: delivery.card,
    template: card.template,
    summary: snapshot ? (snapshot as { summary: string }).summary : card.summary,
    space,
    policy,
    delivered_by,
    ...(forwarded_from ? { forwarded_from } : {}),
    ...(forwarded_by ? { forwarded_by } : {}),
    created_at,
  }
}
