import { TenonError, fail, type Context, type RecordOf } from '#kernel'
import { Card, Delivery } from './entities.ts'

type CardRow = RecordOf<typeof Card>
export type DeliveryRow = RecordOf<typeof Delivery>

/** Where somebody looks for a card by its id: more places than this and he names the delivery. */
const PLACES_MAX = 50
const WHY = 'the right to a card is the right to its place or its record, asked here'

/** The card and the copy of it that the actor may see; refused as not found otherwise. */
export async function seen(
  ctx: Context,
  want: { card?: string | undefined; delivery?: string | undefined },
): Promise<{ card: CardRow; delivery?: DeliveryRow }> {
  if (want.delivery) {
    const delivery = await ctx.records(Delivery).unchecked(WHY).find(want.delivery)
    if (!delivery || (want.card && delivery.card !== want.card)) throw noCard()
    if (!(await mayEnter(ctx, delivery.space))) throw noCard()
    return { card: await ctx.records(Card).unchecked(WHY).get(delivery.card), delivery }
  }
  if (!want.card) throw fail('invalid', 'Name a card or a delivery.', 'Send `card` or `delivery`.')
  const card = await ctx.records(Card).unchecked(WHY).find(want.card)
  if (!card) throw noCard()
  if (await mayRead(ctx, card)) return { card }
  const { items } = await ctx
    .records(Delivery)
    .unchecked(WHY)
    .list({
      where: { card: card.id },
      sort: ['-created_at'],
      limit: PLACES_MAX,
    })
  let snapshot: DeliveryRow | undefined
  for (const delivery of items) {
    if (delivery.policy === 'snapshot' && snapshot) continue
    if (!(await mayEnter(ctx, delivery.space))) continue
    if (delivery.policy !== 'snapshot') return { card, delivery }
    snapshot = delivery
  }
  if (snapshot) return { card, delivery: snapshot }
  throw noCard()
}

export async function mayEnter(ctx: Context, space: string): Promise<boolean> {
  return allowed(() => ctx.mayJoin(space))
}

/**
 * May the actor read the record itself, by its entity's own `get`? One that lies elsewhere cannot be
 * fetched while a transaction waits: there the module's `glance` says who may see it.
 */
export async function mayRead(
  ctx: Context,
  card: { entity: string; record: string },
): Promise<boolean> {
  const get = ctx.registry.actions.get(`${card.entity}.get`)
  const action = get?.effect === 'local' ? get.id : `${card.entity}.glance`
  if (!ctx.registry.actions.has(action)) return false
  return allowed(() => ctx.call(action, { [card.entity.split('.').at(-1)!]: card.record }))
}

async function allowed(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (
      error instanceof TenonError &&
      (error.kind === 'forbidden' || error.kind === 'notFound' || error.kind === 'unauthenticated')
    )
      return false
    throw error
  }
}

const noCard = (): TenonError =>
  fail(
    'notFound',
    'There is no such card, or not for you.',
    'Open it from a conversation that you are in.',
  )
