import { AMOUNT_MAX, type Bound, type Code, type Draft } from '../transfer.ts'

/**
 * The ledger once more, in memory, written from the rules and not from the code: every balance is summed
 * from the list of what happened, each time. Slow, and too plain to be wrong in the same way.
 */
export interface Model {
  readonly accounts: ReadonlyMap<string, { asset: string; bound: Bound; closed: boolean }>
  readonly facts: readonly Fact[]
  readonly clock: number
}
export interface Fact {
  readonly draft: Draft
  readonly debit: string
  readonly credit: string
  readonly asset: string
  readonly amount: bigint
  readonly code: number
}

export interface Sums {
  readonly posted: { debit: bigint; credit: bigint }
  readonly pending: { debit: bigint; credit: bigint }
  readonly count: number
}

export function sumsOf({ facts }: Model, account: string): Sums {
  const sums = { posted: { debit: 0n, credit: 0n }, pending: { debit: 0n, credit: 0n }, count: 0 }
  for (const fact of facts) {
    const side = fact.debit === account ? 'debit' : fact.credit === account ? 'credit' : undefined
    if (!side) continue
    sums.count += 1
    if (fact.draft.kind === 'pending') sums.pending[side] += fact.amount
    else if (fact.draft.kind === 'direct') sums.posted[side] += fact.amount
    else {
      sums.pending[side] -= byId(facts, fact.draft.pending!)!.amount
      sums.posted[side] += fact.amount
    }
  }
  return sums
}

/** What each draft is answered, and the model after them. */
export function foretell(
  before: Model,
  drafts: readonly Draft[],
  now: number,
): { codes: Code[]; model: Model } {
  let model: Model = { ...before, clock: now > before.clock ? now : before.clock }
  const codes: Code[] = []
  let rest = drafts
  while (rest.length) {
    const open = rest.findIndex(({ linked }) => !linked)
    const group = open < 0 ? rest : rest.slice(0, open + 1)
    rest = rest.slice(group.length)
    const told = open < 0 ? unended(group) : together(model, group)
    codes.push(...told.codes)
    model = told.model ?? model
  }
  // Time is kept by what was booked.
  return { codes, model: model.facts.length > before.facts.length ? model : before }
}

const unended = (group: readonly Draft[]): { codes: Code[]; model?: Model } => ({
  codes: group.map((_, at) =>
    at === group.length - 1 ? 'linked_event_chain_open' : 'linked_event_failed',
  ),
})

function together(start: Model, group: readonly Draft[]): { codes: Code[]; model?: Model } {
  let model = start
  const codes: Code[] = []
  for (const draft of group) {
    const told = judge(model, draft)
    const [code, fact] = typeof told === 'string' ? [told, undefined] : (['ok', told] as const)
    codes.push(code)
    if (fact) model = { ...model, facts: [...model.facts, fact] }
    if (code !== 'ok' && code !== 'exists') break
  }
  const whole = codes.length === group.length && new Set(codes).size === 1
  if (whole && (codes[0] === 'ok' || codes[0] === 'exists')) return { codes, model }
  const worst = codes.findIndex((code) => code !== 'ok' && code !== 'exists')
  const culprit = worst >= 0 ? worst : codes.indexOf('exists')
  return {
    codes: group.map((_, at) => (at === culprit ? codes[at]! : 'linked_event_failed')),
  }
}

const byId = (facts: readonly Fact[], id: string) => facts.find(({ draft }) => draft.id === id)

function judge(model: Model, draft: Draft): Code | Fact {
  const { facts, accounts, clock } = model
  const same = byId(facts, draft.id)
  const held = draft.pending === undefined ? undefined : byId(facts, draft.pending)
  if (same) return compare(same, draft, held)
  const ends = ['post', 'void', 'expire'].includes(draft.kind)
  if (ends !== (draft.pending !== undefined))
    return ends ? 'pending_id_must_not_be_empty' : 'pending_id_must_be_empty'
  if (draft.due !== undefined && draft.kind !== 'pending')
    return 'due_reserved_for_pending_transfer'
  if (!ends) {
    if (!draft.debit) return 'debit_account_id_must_not_be_empty'
    if (!draft.credit) return 'credit_account_id_must_not_be_empty'
    if (draft.debit === draft.credit) return 'accounts_must_be_different'
  }
  if (draft.amount !== undefined ? draft.amount <= 0n : !ends) return 'amount_must_not_be_zero'
  if (!ends && draft.amount! > AMOUNT_MAX) return 'overflows'
  const wrong = ends ? unfit(facts, held, draft, clock) : undefined
  if (wrong) return wrong
  const debit = ends ? held!.debit : draft.debit!
  const credit = ends ? held!.credit : draft.credit!
  const [from, to] = [accounts.get(debit), accounts.get(credit)]
  if (!from) return 'debit_account_not_found'
  if (!to) return 'credit_account_not_found'
  if (from.asset !== to.asset) return 'accounts_must_have_the_same_asset'
  const asset = ends ? held!.asset : (draft.asset ?? '')
  if (asset !== from.asset) return 'transfer_must_have_the_same_asset_as_accounts'
  if (draft.kind !== 'void' && draft.kind !== 'expire') {
    if (from.closed) return 'debit_account_already_closed'
    if (to.closed) return 'credit_account_already_closed'
  }
  if (draft.due !== undefined && draft.due <= clock) return 'due_has_passed'
  const amount = draft.kind === 'post' ? (draft.amount ?? held!.amount) : ends ? 0n : draft.amount!
  const code = draft.code ?? held?.code ?? 0
  const fact: Fact = { draft, debit, credit, asset, amount, code }
  const after = { ...model, facts: [...facts, fact] }
  const [left, right] = [sumsOf(after, debit), sumsOf(after, credit)]
  const debits = left.posted.debit + left.pending.debit
  const credits = right.posted.credit + right.pending.credit
  if (debits > AMOUNT_MAX || credits > AMOUNT_MAX) return 'overflows'
  if (from.bound === 'credit' && debits > left.posted.credit) return 'exceeds_credits'
  if (to.bound === 'debit' && credits > right.posted.debit) return 'exceeds_debits'
  return fact
}

function unfit(
  facts: readonly Fact[],
  held: Fact | undefined,
  draft: Draft,
  clock: number,
): Code | undefined {
  if (!held) return 'pending_transfer_not_found'
  if (held.draft.kind !== 'pending') return 'pending_transfer_not_pending'
  for (const [field, code] of [
    ['debit', 'pending_transfer_has_different_debit_account_id'],
    ['credit', 'pending_transfer_has_different_credit_account_id'],
    ['asset', 'pending_transfer_has_different_asset'],
    ['code', 'pending_transfer_has_different_code'],
  ] as const)
    if (draft[field] !== undefined && draft[field] !== held[field]) return code
  if (draft.amount !== undefined && draft.amount !== held.amount) {
    if (draft.kind !== 'post') return 'pending_transfer_has_different_amount'
    if (draft.amount > held.amount) return 'exceeds_pending_transfer_amount'
  }
  const end = facts.find((fact) => fact.draft.pending === held.draft.id)
  if (end?.draft.kind === 'post') return 'pending_transfer_already_posted'
  if (end?.draft.kind === 'void') return 'pending_transfer_already_voided'
  if (end) return 'pending_transfer_expired'
  const over = held.draft.due !== undefined && clock >= held.draft.due
  if (over === (draft.kind === 'expire')) return undefined
  return over ? 'pending_transfer_expired' : 'pending_transfer_not_due'
}

function compare(was: Fact, draft: Draft, held: Fact | undefined): Code {
  if (was.draft.kind !== draft.kind) return 'exists_with_different_flags'
  if (was.draft.pending !== draft.pending) return 'exists_with_different_pending_id'
  if (was.draft.due !== draft.due) return 'exists_with_different_due'
  const said = (field: 'debit' | 'credit' | 'asset') => draft[field] ?? held?.[field]
  if (said('debit') !== was.debit) return 'exists_with_different_debit_account_id'
  if (said('credit') !== was.credit) return 'exists_with_different_credit_account_id'
  if (said('asset') !== was.asset) return 'exists_with_different_asset'
  const amount = draft.kind === 'void' || draft.kind === 'expire' ? held!.amount : was.amount
  if ((draft.amount ?? held?.amount) !== amount) return 'exists_with_different_amount'
  if (was.draft.cause !== draft.cause) return 'exists_with_different_cause'
  if ((draft.code ?? held?.code ?? 0) !== was.code) return 'exists_with_different_code'
  return 'exists'
}
