import { defineAction, T } from '#kernel'
import { post } from '../post.ts'

/** Pending transfers that one transaction ends; the next ones are the next job’s. */
const CHUNK = 1_000
const MINUTE_MS = 60_000

export const expireTransfers = defineAction({
  id: 'ledger.transfer.expire',
  kind: 'command',
  effect: 'local',
  title: 'End pending transfers that are due',
  description:
    'Gives back what pending transfers hold whose time has come. From that time on they cannot be posted, whether this has run or not.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ expired: T.Integer() }),
  silent: 'what expires stands in the book',
  scope: 'ledger.post',
  idempotent: true,
  internal: true,
}).run(async (_, ctx) => {
  // Looked for while the book is held, so that nobody ends one of them meanwhile.
  const [, due] = await Promise.all([
    ctx.sql`SELECT seq FROM ledger.open_book()`,
    ctx.sql<{ id: string; due: string }>`
      SELECT p.id, p.due FROM ledger.transfer p, ledger.book b
      WHERE b.org = ${ctx.org} AND p.org = ${ctx.org} AND p.due > b.expired_to AND p.due <= greatest(b.at, ${ctx.now.toISOString()}::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM ledger.transfer e WHERE e.org = p.org AND e.pending = p.id)
      ORDER BY p.due, p.id LIMIT ${CHUNK}`,
  ])
  const drafts = due.map(({ id }) => ({ id: ctx.id(), kind: 'expire' as const, pending: id }))
  const { results } = await post(ctx, [drafts])
  const wrong = results[0]!.find(({ code }) => code !== 'ok')
  if (wrong) throw new Error(`a transfer that was due did not expire: ${wrong.code}`)
  if (due.length === CHUNK) ctx.enqueue(expireTransfers, {})
  // All that was due is over; who comes later looks no further back.
  else
    ctx.last(
      ctx.sql`UPDATE ledger.book SET expired_to = greatest(expired_to, least(at, ${ctx.now.toISOString()}::timestamptz)) WHERE org = ${ctx.org}`,
    )
  return { expired: due.length }
})

/** The ends of the minutes in which something is due: one job serves them all. */
export const minutesOf = (due: readonly number[]): Date[] =>
  [...new Set(due.map((at) => Math.ceil(at / MINUTE_MS) * MINUTE_MS))].map((at) => new Date(at))
