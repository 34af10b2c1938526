import type { Page, Wanted } from './apply.ts'
import type { Code, Draft, Transfer } from './transfer.ts'

/** Post (in part), void, or expire what is pending: all of it is given back, and what is posted moves for good. */
export function endPending({ transfers, ended, at }: Page, draft: Draft): Wanted | Code {
  const { kind, pending, due, debit, credit, asset, code, amount } = draft
  if (pending === undefined) return 'pending_id_must_not_be_empty'
  if (due !== undefined) return 'due_reserved_for_pending_transfer'
  if (amount !== undefined && amount <= 0n) return 'amount_must_not_be_zero'
  const held = transfers.get(pending)
  if (!held) return 'pending_transfer_not_found'
  if (held.kind !== 'pending') return 'pending_transfer_not_pending'
  if ((debit ?? held.debit) !== held.debit) return 'pending_transfer_has_different_debit_account_id'
  if ((credit ?? held.credit) !== held.credit)
    return 'pending_transfer_has_different_credit_account_id'
  if ((asset ?? held.asset) !== held.asset) return 'pending_transfer_has_different_asset'
  if ((code ?? held.code) !== held.code) return 'pending_transfer_has_different_code'
  const whole = held.reserved
  if (kind === 'post' && (amount ?? whole) > whole) return 'exceeds_pending_transfer_amount'
  if (kind !== 'post' && (amount ?? whole) !== whole) return 'pending_transfer_has_different_amount'
  const end = ended.get(pending)
  if (end) return ENDED[end.kind as keyof typeof ENDED]
  const isDue = held.due !== undefined && held.due <= at
  if (kind === 'expire' && !isDue) return 'pending_transfer_not_due'
  if (kind !== 'expire' && isDue) return 'pending_transfer_expired'
  return take(held, kind === 'post' ? (amount ?? whole) : 0n)
}

const ENDED = {
  post: 'pending_transfer_already_posted',
  void: 'pending_transfer_already_voided',
  expire: 'pending_transfer_expired',
} as const

const take = ({ debit, credit, asset, code, reserved }: Transfer, posted: bigint): Wanted => ({
  debit,
  credit,
  asset,
  code,
  posted,
  reserved: -reserved,
})
