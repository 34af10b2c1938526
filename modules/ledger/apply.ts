import { endPending } from './end-pending.ts'
import { sameAs } from './same-as.ts'
import {
  AMOUNT_MAX,
  type Account,
  type Code,
  type Draft,
  type Result,
  type Transfer,
} from './transfer.ts'

/** All that a batch may ask of the book: what its drafts name, as it stands now. */
export interface Page {
  /** Number and time of the last transfer; time never goes back. */
  seq: number
  readonly at: number
  readonly accounts: Map<string, Account>
  readonly transfers: Map<string, Transfer>
  /** By pending transfer, what ended it. */
  readonly ended: Map<string, Transfer>
  /** What the batch adds, in order. */
  readonly accepted: Transfer[]
}

/** Applies one request in order. A pure function but for its page, which it moves on. */
export function apply(page: Page, drafts: readonly Draft[]): Result[] {
  const results: Result[] = []
  for (let start = 0; start < drafts.length;) {
    let end = start
    while (end < drafts.length - 1 && drafts[end]!.linked) end++
    if (end === start && !drafts[start]!.linked) results.push(one(page, drafts[start]!))
    else results.push(...chain(page, drafts.slice(start, end + 1)))
    start = end + 1
  }
  return results
}

/** All or nothing. A chain that exists as a whole is answered as one that exists; half of one is refused. */
function chain(page: Page, drafts: readonly Draft[]): Result[] {
  const failed = (at: number, code: Code): Result[] =>
    drafts.map((_, index) => ({ code: index === at ? code : 'linked_event_failed' }))
  if (drafts.at(-1)!.linked) return failed(drafts.length - 1, 'linked_event_chain_open')
  const before = page.accepted.length
  const results: Result[] = []
  for (const [index, draft] of drafts.entries()) {
    const result = one(page, draft)
    if (result.code !== 'ok' && result.code !== 'exists') {
      undo(page, before)
      return failed(index, result.code)
    }
    results.push(result)
  }
  const known = results.findIndex(({ code }) => code === 'exists')
  if (known < 0 || results.every(({ code }) => code === 'exists')) return results
  undo(page, before)
  return failed(known, 'exists')
}

function undo(page: Page, to: number): void {
  for (const transfer of page.accepted.splice(to).toReversed()) {
    move(page, transfer, -1)
    page.transfers.delete(transfer.id)
    if (transfer.pending) page.ended.delete(transfer.pending)
  }
}

function one(page: Page, draft: Draft): Result {
  const known = page.transfers.get(draft.id)
  if (known) {
    const code = sameAs(known, draft, page.transfers)
    return code === 'exists' ? { code, seq: known.seq } : { code }
  }
  const wanted =
    draft.kind === 'direct' || draft.kind === 'pending' ? begin(draft) : endPending(page, draft)
  if (typeof wanted === 'string') return { code: wanted }
  const code = book(page, draft, wanted)
  return code === 'ok' ? { code, seq: page.seq } : { code }
}

/** What moves between whom. */
export type Wanted = Pick<Transfer, 'debit' | 'credit' | 'asset' | 'posted' | 'reserved' | 'code'>

function begin({
  kind,
  debit,
  credit,
  asset,
  amount,
  pending,
  due,
  code = 0,
}: Draft): Wanted | Code {
  if (pending !== undefined) return 'pending_id_must_be_empty'
  if (due !== undefined && kind !== 'pending') return 'due_reserved_for_pending_transfer'
  if (debit === undefined) return 'debit_account_id_must_not_be_empty'
  if (credit === undefined) return 'credit_account_id_must_not_be_empty'
  if (debit === credit) return 'accounts_must_be_different'
  if (!amount || amount < 0n) return 'amount_must_not_be_zero'
  if (amount > AMOUNT_MAX) return 'overflows'
  const [posted, reserved] = kind === 'direct' ? [amount, 0n] : [0n, amount]
  return { debit, credit, asset: asset ?? '', posted, reserved, code }
}

function book(page: Page, draft: Draft, wanted: Wanted): Code {
  const debit = page.accounts.get(wanted.debit)
  const credit = page.accounts.get(wanted.credit)
  if (!debit) return 'debit_account_not_found'
  if (!credit) return 'credit_account_not_found'
  if (debit.asset !== credit.asset) return 'accounts_must_have_the_same_asset'
  if (wanted.asset !== debit.asset) return 'transfer_must_have_the_same_asset_as_accounts'
  // What only gives back may do so on a closed account too.
  if (draft.kind !== 'void' && draft.kind !== 'expire') {
    if (debit.closed) return 'debit_account_already_closed'
    if (credit.closed) return 'credit_account_already_closed'
  }
  if (draft.due !== undefined && draft.due <= page.at) return 'due_has_passed'
  const { posted, reserved } = wanted
  // The database adds both when it holds them against a bound.
  const debits = debit.postedDebits + posted + debit.pendingDebits + reserved
  const credits = credit.postedCredits + posted + credit.pendingCredits + reserved
  if (debits > AMOUNT_MAX || credits > AMOUNT_MAX) return 'overflows'
  if (debit.bound === 'credit' && debits > debit.postedCredits) return 'exceeds_credits'
  if (credit.bound === 'debit' && credits > credit.postedDebits) return 'exceeds_debits'
  const made: { -readonly [K in keyof Transfer]: Transfer[K] } = {
    ...wanted,
    id: draft.id,
    kind: draft.kind,
    seq: 0,
    at: page.at,
    debitSeq: 0,
    debitAfter: 0n,
    creditSeq: 0,
    creditAfter: 0n,
    pending: draft.pending,
    due: draft.due,
    cause: draft.cause,
  }
  move(page, made, 1)
  made.seq = page.seq
  made.debitSeq = debit.seq
  made.debitAfter = debit.postedCredits - debit.postedDebits
  made.creditSeq = credit.seq
  made.creditAfter = credit.postedCredits - credit.postedDebits
  page.accepted.push(made)
  page.transfers.set(made.id, made)
  if (made.pending) page.ended.set(made.pending, made)
  return 'ok'
}

function move(
  page: Page,
  { debit: from, credit: to, posted, reserved }: Transfer,
  way: 1 | -1,
): void {
  const [debit, credit] = [page.accounts.get(from)!, page.accounts.get(to)!]
  const [moved, held] = way === 1 ? [posted, reserved] : [-posted, -reserved]
  page.seq += way
  debit.seq += way
  credit.seq += way
  debit.postedDebits += moved
  debit.pendingDebits += held
  credit.postedCredits += moved
  credit.pendingCredits += held
}
