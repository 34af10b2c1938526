import { defineAction, T } from '#kernel'
import { EXPIRE_MAX, expireDue } from '../expire.ts'

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
  const { length } = await expireDue(ctx)
  if (length === EXPIRE_MAX) ctx.enqueue(expireTransfers, {})
  return { expired: length }
})
