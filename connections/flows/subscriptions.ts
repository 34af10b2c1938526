import { defineSubscription } from '#kernel'
import { refreshing } from '#modules/cards'
import { personLeft } from '#modules/directory'
import { implementationChosen } from '#modules/standards'
import { questionCard } from './cards.ts'
import { questionAnswered } from './events.ts'
import { eventFor } from './publish.ts'

/** Flows of who has left stop at once and say why; an administrator gives them a new owner. */
const ownerLeft = defineSubscription({ id: 'flows.ownerLeft', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await ctx.sql`
      UPDATE flows.flow SET state = 'stopped', reason = 'Its owner has left.', rev = rev + 1, updated_at = now()
      WHERE org = ${ctx.org} AND owner = ${person} AND state = 'enabled'`
  },
)

/** Flows that listen to a standard's event hear the module that now stands for it. */
const rebound = defineSubscription({ id: 'flows.rebound', on: implementationChosen }).run(
  async ({ payload }, ctx) => {
    const flows = await ctx.sql<{ id: string; event: string }>`
      SELECT f.id, v.definition #>> '{trigger,event}' AS event FROM flows.flow f
      JOIN flows.version v ON v.org = f.org AND v.flow = f.id AND v.number = f.version
      WHERE f.org = ${ctx.org} AND f.trigger_kind = 'event' AND f.state <> 'deleted' AND v.definition #>> '{trigger,event}' LIKE ${`${payload.interface}#%`}`
    for (const { id, event } of flows)
      await ctx.sql`UPDATE flows.flow SET trigger_on = ${await eventFor(ctx, event)} WHERE org = ${ctx.org} AND id = ${id}`
  },
)

export const subscriptions = [...refreshing(questionCard, [questionAnswered]), ownerLeft, rebound]
