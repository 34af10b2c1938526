import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { personLeft } from '#modules/directory'

/** Whoever left is told nothing more. */
export const forgetLeaver = defineSubscription({ id: 'notify.forgetLeaver', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await ctx.sql`DELETE FROM notify.push_target WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`DELETE FROM notify.preference WHERE org = ${ctx.org} AND person = ${person}`
  },
)

/** What others were told about him says so without his name. */
export const forgetErased = defineSubscription({ id: 'notify.forgetErased', on: personErased }).run(
  async ({ payload: { person, name } }, ctx) => {
    await ctx.sql`DELETE FROM notify.notice WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`
      UPDATE notify.notice SET title = replace(title, ${name}, 'Removed person'), title_zh = replace(title_zh, ${name}, '已移除人员')
      WHERE org = ${ctx.org} AND (strpos(title, ${name}) > 0 OR strpos(title_zh, ${name}) > 0)`
  },
)
