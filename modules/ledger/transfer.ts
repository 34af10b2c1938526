/** Integer minor units; int64 is what the database holds. */
export const AMOUNT_MAX = 2n ** 63n - 1n

/** Transfers of one request at most (TigerBeetle's batch). */
export const TRANSFERS_MAX = 8_190

/** Which side must never go beyond nothing: `credit` for what is owed to somebody, `debit` for what somebody owes. */
export type Bound = 'none' | 'credit' | 'debit'

export interface Account {
  readonly id: string
  readonly asset: string
  readonly bound: Bound
  readonly closed: boolean
  seq: number
  postedDebits: bigint
  postedCredits: bigint
  pendingDebits: bigint
  pendingCredits: bigint
}

export type Kind = 'direct' | 'pending' | 'post' | 'void' | 'expire'

/** What somebody wants booked. What ends a pending transfer takes from it what it does not say. */
export interface Draft {
  /** A UUIDv7 of the client, in small letters: the same id is booked once. */
  readonly id: string
  readonly kind: Kind
  readonly debit?: string | undefined
  readonly credit?: string | undefined
  readonly asset?: string | undefined
  readonly amount?: bigint | undefined
  /** The pending transfer that it ends. */
  readonly pending?: string | undefined
  /** When a pending transfer ends by itself, in milliseconds. */
  readonly due?: number | undefined
  /** Why, as the books of account number it. */
  readonly code?: number | undefined
  /** The order line, statement or event behind it. */
  readonly cause?: string | undefined
  /** All or nothing together with the next one. */
  readonly linked?: boolean | undefined
}

/** As it was booked. */
export interface Transfer {
  readonly id: string
  readonly seq: number
  /** Milliseconds. */
  readonly at: number
  readonly kind: Kind
  readonly debit: string
  readonly credit: string
  readonly asset: string
  /** Moved for good. */
  readonly posted: bigint
  /** Held while pending; below nothing, what is given back. */
  readonly reserved: bigint
  readonly debitSeq: number
  /** Credits less debits, posted ones only. */
  readonly debitAfter: bigint
  readonly creditSeq: number
  readonly creditAfter: bigint
  readonly pending?: string | undefined
  readonly due?: number | undefined
  readonly code: number
  readonly cause?: string | undefined
}

/** Names are TigerBeetle's where it has the case; the first that applies is told, in this order. */
export const CODES = [
  'ok',
  'exists',
  'linked_event_failed',
  'linked_event_chain_open',
  'exists_with_different_flags',
  'exists_with_different_pending_id',
  'exists_with_different_due',
  'exists_with_different_debit_account_id',
  'exists_with_different_credit_account_id',
  'exists_with_different_asset',
  'exists_with_different_amount',
  'exists_with_different_cause',
  'exists_with_different_code',
  'pending_id_must_be_empty',
  'pending_id_must_not_be_empty',
  'due_reserved_for_pending_transfer',
  'debit_account_id_must_not_be_empty',
  'credit_account_id_must_not_be_empty',
  'accounts_must_be_different',
  'amount_must_not_be_zero',
  'pending_transfer_not_found',
  'pending_transfer_not_pending',
  'pending_transfer_has_different_debit_account_id',
  'pending_transfer_has_different_credit_account_id',
  'pending_transfer_has_different_asset',
  'pending_transfer_has_different_code',
  'exceeds_pending_transfer_amount',
  'pending_transfer_has_different_amount',
  'pending_transfer_already_posted',
  'pending_transfer_already_voided',
  'pending_transfer_expired',
  'pending_transfer_not_due',
  'debit_account_not_found',
  'credit_account_not_found',
  'accounts_must_have_the_same_asset',
  'transfer_must_have_the_same_asset_as_accounts',
  'debit_account_already_closed',
  'credit_account_already_closed',
  'due_has_passed',
  'overflows',
  'exceeds_credits',
  'exceeds_debits',
] as const
export type Code = (typeof CODES)[number]

/** `ok` and `exists` say where it stands in the book; the others book nothing. */
export interface Result {
  readonly code: Code
  readonly seq?: number
}
