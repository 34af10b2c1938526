import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { refreshCard, refreshing } from '#modules/cards'
import { belongings, personLeft } from '#modules/directory'
import { handOverEvents } from './actions/event.hand_over.ts'
import { eventCard } from './cards.ts'
import { CARD } from './card.ts'
import { eventCancelled, eventChanged, eventResponded } from './events.ts'

/** Cards show the organiser's name; this many of a person's events are drawn anew. */
const CARDS_MAX = 500

/** The list of who is invited keeps names as they were; of somebody erased it keeps none. */
const forgetErased = defineSubscription({ id: 'calendar.forgetErased', on: personErased }).run(
  async ({ payload: { person } }, ctx) => {
    const name = (await belongings(ctx.sql, ctx.org, person))?.name
    if (name)
      await ctx.sql`
        UPDATE calendar.attendee SET name = ${name}, comment = NULL, updated_at = now(), rev = rev + 1
        WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`
      UPDATE calendar.answer x SET comment = NULL FROM calendar.attendee a
      WHERE x.org = ${ctx.org} AND a.org = x.org AND a.id = x.attendee AND a.person = ${person}`
    const events = await ctx.sql<{ id: string }>`
      SELECT id FROM calendar.event WHERE org = ${ctx.org} AND organiser = ${person} ORDER BY id DESC LIMIT ${CARDS_MAX}`
    for (const { id } of events) await ctx.call(refreshCard, { template: CARD, record: id })
  },
)

/** What an organiser who left planned with others is not left without anybody. */
const organiserLeft = defineSubscription({ id: 'calendar.organiserLeft', on: personLeft }).run(
  async ({ payload: { person, name, heir } }, ctx) => {
    ctx.enqueue(handOverEvents, { from: person, name, ...(heir ? { to: heir } : {}) })
  },
)

export const subscriptions = [
  ...refreshing(eventCard, [eventChanged, eventCancelled, eventResponded]),
  forgetErased,
  organiserLeft,
]
