import { defineSubscription } from '#kernel'
import { personLeft } from '#modules/directory'

/** Whoever left is told nothing more. */
export const forgetLeaver = defineSubscription({ id: 'notify.forgetLeaver', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await ctx.sql`DELETE FROM notify.push_target WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`DELETE FROM notify.preference WHERE org = ${ctx.org} AND person = ${person}`
  },
)
