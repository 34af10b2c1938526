import type { BaseContext } from '#kernel'
import { post } from './post.ts'
import type { Draft } from './transfer.ts'

/** Pending transfers that one transaction ends; the next ones are the next one’s. */
export const EXPIRE_MAX = 1_000

type World = Pick<BaseContext, 'org' | 'sql' | 'now' | 'last' | 'id'>

/** Ends what is pending and due, oldest first; answers what it booked. Less than `EXPIRE_MAX` means that nothing is left. */
export async function expireDue(ctx: World): Promise<readonly Draft[]> {
  const { org, now } = ctx
  const until = now.toISOString()
  // Looked for while the book is held, so that nobody ends one of them meanwhile.
  const [, due] = await Promise.all([
    ctx.sql`SELECT seq FROM ledger.open_book()`,
    ctx.sql<{ id: string }>`
      SELECT p.id FROM ledger.transfer p, ledger.book b
      WHERE b.org = ${org} AND p.org = ${org} AND p.due > b.expired_to AND p.due <= greatest(b.at, ${until}::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM ledger.transfer e WHERE e.org = p.org AND e.pending = p.id)
      ORDER BY p.due, p.id LIMIT ${EXPIRE_MAX}`,
  ])
  const drafts = due.map(({ id }) => ({ id: ctx.id(), kind: 'expire' as const, pending: id }))
  if (drafts.length === 0) return drafts
  const { results } = await post(ctx, [drafts])
  const wrong = results[0]!.find(({ code }) => code !== 'ok')
  if (wrong) throw new Error(`a transfer that was due did not expire: ${wrong.code}`)
  // What is due later than now is due after all that is over; who comes next looks no further back.
  if (due.length < EXPIRE_MAX)
    ctx.last(
      ctx.sql`UPDATE ledger.book SET expired_to = greatest(expired_to, at) WHERE org = ${org}`,
    )
  return drafts
}
