import { defineSubscription } from '#kernel'
import { refreshing } from '#modules/cards'
import { personLeft } from '#modules/directory'
import { accountCard } from './cards.ts'
import { accountChanged, accountMoved } from './events.ts'

/** Who has left uses nothing any more; what he shared goes on until an administrator says who owns it. */
const leaverShares = defineSubscription({ id: 'vault.leaverShares', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await ctx.sql`DELETE FROM vault.share WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`DELETE FROM vault.authorization WHERE org = ${ctx.org} AND person = ${person}`
  },
)

export const subscriptions = [
  ...refreshing(accountCard, [accountMoved, accountChanged]),
  leaverShares,
]
