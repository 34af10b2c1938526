import type { BaseContext } from '#kernel'

/** For other modules, whose rules ask who is in a group: chat's tables are read by chat alone. */

/** The conversations that somebody is in. */
export async function conversationsOf(ctx: BaseContext, person: string): Promise<string[]> {
  const rows = await ctx.sql<{ conversation: string }>`
    SELECT conversation FROM chat.member WHERE org = ${ctx.org} AND person = ${person}`
  return rows.map(({ conversation }) => conversation)
}

/** By person, his role in a conversation; who is not in it is not in the map. */
export async function rolesIn(
  ctx: BaseContext,
  conversation: string,
  people: readonly string[],
): Promise<Map<string, 'owner' | 'admin' | 'member'>> {
  const rows = await ctx.sql<{ person: string; role: 'owner' | 'admin' | 'member' }>`
    SELECT person, role FROM chat.member
    WHERE org = ${ctx.org} AND conversation = ${conversation} AND person::text = ANY(${people}::text[])`
  return new Map(rows.map(({ person, role }) => [person, role]))
}

/** What a conversation is called, empty when it has no name; `undefined` when there is none such. */
export async function conversationName(
  ctx: BaseContext,
  conversation: string,
): Promise<string | undefined> {
  const [row] = await ctx.sql<{ name: string | null }>`
    SELECT name FROM chat.conversation WHERE org = ${ctx.org} AND id = ${conversation}`
  return row && (row.name ?? '')
}
