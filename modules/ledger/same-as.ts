import type { Code, Draft, Transfer } from './transfer.ts'

/** The same id again: what was booked is answered when it says the same, and refused by its first difference. */
export function sameAs(
  known: Transfer,
  draft: Draft,
  transfers: ReadonlyMap<string, Transfer>,
): Code {
  if (known.kind !== draft.kind) return 'exists_with_different_flags'
  if (known.pending !== draft.pending) return 'exists_with_different_pending_id'
  if (known.due !== draft.due) return 'exists_with_different_due'
  const ends = known.pending !== undefined
  // What ends a pending transfer may leave out what that one says.
  const differs = <V>(was: V, now: V | undefined): boolean =>
    now === undefined ? !ends : was !== now
  if (differs(known.debit, draft.debit)) return 'exists_with_different_debit_account_id'
  if (differs(known.credit, draft.credit)) return 'exists_with_different_credit_account_id'
  if (differs(known.asset, draft.asset)) return 'exists_with_different_asset'
  const whole = ends ? transfers.get(known.pending)?.reserved : undefined
  const was = known.kind === 'post' || known.kind === 'direct' ? known.posted : abs(known.reserved)
  if (was !== (draft.amount ?? whole)) return 'exists_with_different_amount'
  if (known.cause !== draft.cause) return 'exists_with_different_cause'
  if (known.code !== (draft.code ?? (ends ? known.code : 0))) return 'exists_with_different_code'
  return 'exists'
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)
