import { T, type Static } from '#kernel'
import { Asset } from './draft-schema.ts'
import type { Transfer } from './transfer.ts'

const Units = T.String({ pattern: '^-?[0-9]+$' })

/** A booked transfer as it travels. */
export const TransferText = T.Object({
  id: T.Id(),
  seq: T.Integer(),
  at: T.Time(),
  kind: T.Enum(['direct', 'pending', 'post', 'void', 'expire']),
  debit: T.Id(),
  credit: T.Id(),
  asset: Asset,
  posted: Units,
  reserved: Units,
  debit_seq: T.Integer(),
  debit_after: Units,
  credit_seq: T.Integer(),
  credit_after: Units,
  pending: T.Optional(T.Id()),
  due: T.Optional(T.Time()),
  code: T.Integer(),
  cause: T.Optional(T.Id()),
})

export const transferText = (transfer: Transfer): Static<typeof TransferText> => ({
  id: transfer.id,
  seq: transfer.seq,
  at: new Date(transfer.at).toISOString(),
  kind: transfer.kind,
  debit: transfer.debit,
  credit: transfer.credit,
  asset: transfer.asset,
  posted: String(transfer.posted),
  reserved: String(transfer.reserved),
  debit_seq: transfer.debitSeq,
  debit_after: String(transfer.debitAfter),
  credit_seq: transfer.creditSeq,
  credit_after: String(transfer.creditAfter),
  ...(transfer.pending === undefined ? {} : { pending: transfer.pending }),
  ...(transfer.due === undefined ? {} : { due: new Date(transfer.due).toISOString() }),
  code: transfer.code,
  ...(transfer.cause === undefined ? {} : { cause: transfer.cause }),
})
