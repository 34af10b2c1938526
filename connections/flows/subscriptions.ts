import { accountDeleted, accountMoved } from '#connections/vault'
import { defineSubscription, type Context } from '#kernel'
import { refreshing } from '#modules/cards'
import { personJoined, personLeft } from '#modules/directory'
import { implementationChosen } from '#modules/standards'
import { questionCard } from './cards.ts'
import { questionAnswered, runsWoken } from './events.ts'
import { stopFlowsOf } from './leaver.ts'
import { unpark } from './parked.ts'
import { eventFor } from './publish.ts'

const ownerLeft = defineSubscription({ id: 'flows.ownerLeft', on: personLeft }).run(
  ({ payload: { person, name } }, ctx) => stopFlowsOf(ctx, person, name),
)

/** Who is back has his rights again: what stood still for want of them goes on. */
const ownerBack = defineSubscription({ id: 'flows.ownerBack', on: personJoined }).run(
  async ({ payload: { person } }, ctx) => goOn(ctx, person),
)

/** A linked account works again, or is gone for good: runs that waited for it find out which. */
const accountWorks = defineSubscription({ id: 'flows.accountWorks', on: accountMoved }).run(
  async ({ payload: { account, state } }, ctx) => {
    if (state === 'valid') await goOn(ctx, account)
  },
)
const accountGone = defineSubscription({ id: 'flows.accountGone', on: accountDeleted }).run(
  async ({ payload: { account } }, ctx) => goOn(ctx, account),
)

async function goOn(ctx: Context, parked: string): Promise<void> {
  const runs = await unpark(ctx.sql, ctx.org, parked)
  if (runs.length) ctx.emit(runsWoken, { runs: runs.slice(0, 100) })
}

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

export const subscriptions = [
  ...refreshing(questionCard, [questionAnswered]),
  ownerLeft,
  ownerBack,
  accountWorks,
  accountGone,
  rebound,
]
