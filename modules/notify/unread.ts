import type { Context } from '#kernel'

/** A badge never shows more, so nothing counts further. */
export const UNREAD_MAX = 1000

export async function unreadOf(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== 'person') return 0
  const [row] = await ctx.sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM notify.notice
      WHERE org = ${ctx.org} AND person = ${ctx.actor.id} AND read_at IS NULL LIMIT ${UNREAD_MAX}) AS unread`
  return row!.n
}
