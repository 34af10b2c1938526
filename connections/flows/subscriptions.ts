import { defineSubscription } from '#kernel'
import { refreshing } from '#modules/cards'
import { personLeft } from '#modules/directory'
import { questionCard } from './cards.ts'
import { questionAnswered } from './events.ts'

/** Flows of who has left stop at once and say why; an administrator gives them a new owner. */
const ownerLeft = defineSubscription({ id: 'flows.ownerLeft', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await ctx.sql`
      UPDATE flows.flow SET state = 'stopped', reason = 'Its owner has left.', rev = rev + 1, updated_at = now()
      WHERE org = ${ctx.org} AND owner = ${person} AND state = 'enabled'`
  },
)

export const subscriptions = [...refreshing(questionCard, [questionAnswered]), ownerLeft]
