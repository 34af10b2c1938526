import { defineAction, T } from '#kernel'
import { seal } from '../seal.ts'

export const sealBook = defineAction({
  id: 'ledger.book.seal',
  kind: 'command',
  effect: 'local',
  title: 'Seal the book',
  description:
    'Signs what was booked since it was last sealed, so that not even who runs the server can alter it unseen.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ size: T.Optional(T.Integer()) }),
  silent: 'the signed head is what it leaves',
  scope: 'ledger.post',
  idempotent: true,
  internal: true,
}).run(async (_, ctx) => {
  // One seals at a time; whoever posts does not wait for it.
  await ctx.sql`SELECT pg_advisory_xact_lock(${SEALING}, hashtext(${ctx.org}))`
  const { head, more } = await seal(ctx)
  if (more) ctx.enqueue(sealBook, {})
  return head ? { size: head.size } : {}
})

/** Any number will do as long as nothing else locks by it. */
const SEALING = 5_114_014
