import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { personLeft } from '#modules/directory'

/** Nobody will do what was on a leaver's list; what it came from is told by its own module. */
export const dropLeaver = defineSubscription({
  id: 'todo.drop_leaver',
  on: personLeft,
  lane: 'person',
}).run(async ({ payload: { person } }, ctx) => {
  await ctx.sql`
    UPDATE todo.item SET state = 'dropped', settled_at = now(), updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND person = ${person} AND state = 'open'`
})

export const forgetErased = defineSubscription({
  id: 'todo.forget_erased',
  on: personErased,
  lane: 'person',
}).run(async ({ payload: { person } }, ctx) => {
  await ctx.sql`DELETE FROM todo.item WHERE org = ${ctx.org} AND person = ${person}`
})
