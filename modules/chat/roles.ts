import type { Context, EventType } from '#kernel'
import { memberChanged } from './events.ts'
import { streamOf } from './seat.ts'

/** Answers whether the person is a member at all. */
export async function giveRole(
  ctx: Context<{}, readonly [typeof memberChanged, ...EventType[]]>,
  conversation: string,
  person: string,
  role: 'owner' | 'admin' | 'member',
): Promise<boolean> {
  const rows = await ctx.sql`
    UPDATE chat.member SET role = ${role}, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND conversation = ${conversation} AND person = ${person} RETURNING person`
  if (rows.length === 0) return false
  ctx.emit(
    memberChanged,
    { conversation, person, role },
    { stream: streamOf(conversation), subject: conversation },
  )
  return true
}
