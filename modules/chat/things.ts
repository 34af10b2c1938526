import type { BaseContext } from '#kernel'
import type { ThingView } from './views.ts'

/** A group shows so many; more belong on a page of their own. */
export const THINGS_MAX = 200

export const thingsIn = (ctx: BaseContext, conversation: string): Promise<ThingView[]> =>
  ctx.sql<ThingView>`
    SELECT thing, kind, name FROM chat.thing WHERE org = ${ctx.org} AND conversation = ${conversation}
    ORDER BY id LIMIT ${THINGS_MAX}`

/** The groups that a device or an app stands in. */
export async function groupsOfThing(ctx: BaseContext, thing: string): Promise<string[]> {
  const rows = await ctx.sql<{ conversation: string }>`
    SELECT conversation FROM chat.thing WHERE org = ${ctx.org} AND thing = ${thing} ORDER BY id LIMIT ${THINGS_MAX}`
  return rows.map(({ conversation }) => conversation)
}
