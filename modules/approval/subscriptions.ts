import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { refreshCard, refreshing } from '#modules/cards'
import { requestCard } from './cards.ts'
import * as events from './events.ts'
import { CARD } from './present.ts'

/** Cards show names; this many of a person's requests are drawn anew. */
const CARDS_MAX = 500

const forgetErased = defineSubscription({ id: 'approval.forgetErased', on: personErased }).run(
  async ({ payload: { person } }, ctx) => {
    const requests = await ctx.sql<{ id: string }>`
      SELECT id FROM approval.request WHERE org = ${ctx.org} AND ${person} IN (submitter, approver, decided_by)
      ORDER BY id DESC LIMIT ${CARDS_MAX}`
    for (const { id } of requests) await ctx.call(refreshCard, { template: CARD, record: id })
  },
)

export const subscriptions = [...refreshing(requestCard, Object.values(events)), forgetErased]
