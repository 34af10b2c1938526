import { defineSubscription, type Card, type EventType, type Subscription } from '#kernel'
import { refreshCard } from './actions/card.refresh.ts'

/**
 * Subscriptions that keep a template's cards fresh: the owning module lists `...refreshing(card, events)`
 * in its `subscriptions`. Each runs as that module, right after the event has committed.
 */
export function refreshing(card: Card, events: readonly EventType[]): Subscription[] {
  return card.refreshOn.map(({ event: id, subject }) => {
    const event = events.find((each) => each.id === id)
    if (!event) throw new Error(`${card.id} refreshes on ${id}: pass that event too`)
    return defineSubscription({ id: `${card.id}.on.${id}`, on: event, lane: subject }).run(
      async (fact, ctx) => {
        const record = (fact.payload as Record<string, unknown>)[subject]
        await ctx.call(refreshCard, { template: card.id, record: String(record) })
      },
    )
  })
}
