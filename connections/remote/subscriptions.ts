import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { personLeft } from '#modules/directory'
import { tellLink } from './actions/link.tell.ts'

/** His rights here ended with his status; a vendor that let him in hears of it at once. */
export const tellOfLeaver = defineSubscription({
  id: 'remote.tell_of_leaver',
  on: personLeft,
  lane: 'person',
}).run(async ({ id: fact, payload: { person } }, ctx) => {
  const links = await ctx.sql<{ id: string }>`
    SELECT id FROM remote.link WHERE org = ${ctx.org} AND status = 'active'`
  for (const { id } of links) ctx.enqueue(tellLink, { link: id, fact, person })
})

export const forgetErased = defineSubscription({
  id: 'remote.forget_erased',
  on: personErased,
  lane: 'person',
}).run(async ({ payload: { person } }, ctx) => {
  await ctx.sql`DELETE FROM remote.alias WHERE org = ${ctx.org} AND person = ${person}`
})
