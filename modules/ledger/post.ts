import { rowsOf, writing, type BaseContext } from '#kernel'
import { apply, type Page } from './apply.ts'
import { readAccounts, readTransfers } from './read.ts'
import type { Draft, Result, Transfer } from './transfer.ts'

export interface Posted {
  /** For each request, for each of its transfers. */
  readonly results: Result[][]
  readonly booked: number
  /** When what was made pending ends by itself; see `follow`. */
  readonly due: readonly number[]
}

type World = Pick<BaseContext, 'org' | 'sql' | 'now' | 'last'>

/**
 * Books any number of requests of one organisation in the transaction that is under way: one round trip
 * reads what they name while the book is held, and what they add goes out with COMMIT.
 */
export async function post(ctx: World, requests: readonly (readonly Draft[])[]): Promise<Posted> {
  const page = await openPage(ctx, requests.flat())
  const results = requests.map((drafts) => apply(page, drafts))
  if (page.accepted.length) ctx.last(write(ctx, page.accepted))
  return {
    results,
    booked: page.accepted.length,
    due: page.accepted.flatMap(({ due }) => due ?? []),
  }
}

async function openPage({ org, sql, now }: World, drafts: readonly Draft[]): Promise<Page> {
  const [accounts, ids] = [new Set<string>(), new Set<string>()]
  const pending = new Set<string>()
  for (const draft of drafts) {
    ids.add(draft.id)
    if (draft.debit !== undefined) accounts.add(draft.debit)
    if (draft.credit !== undefined) accounts.add(draft.credit)
    if (draft.pending !== undefined) pending.add(draft.pending)
  }
  // Each statement sees what was committed before it: the book is held first.
  const [[book], own, held, ends, named, theirs] = await Promise.all([
    sql<{ seq: number; at: string }>`SELECT seq, at FROM ledger.open_book()`,
    readTransfers(sql, org, 'id', [...ids]),
    pending.size ? readTransfers(sql, org, 'id', [...pending]) : [],
    pending.size ? readTransfers(sql, org, 'pending', [...pending]) : [],
    readAccounts(sql, org, [...accounts]),
    pending.size ? readAccounts(sql, org, [...pending], true) : [],
  ])
  const again = own.flatMap(({ pending: id }) => id ?? [])
  const more = again.length ? await readTransfers(sql, org, 'id', again) : []
  return {
    seq: book!.seq,
    at: Math.max(now.getTime(), Date.parse(book!.at)),
    accounts: new Map([...named, ...theirs].map((account) => [account.id, account])),
    transfers: new Map([...more, ...held, ...own].map((transfer) => [transfer.id, transfer])),
    ended: new Map(ends.map((transfer) => [transfer.pending!, transfer])),
    accepted: [],
  }
}

function write({ org, sql }: World, transfers: readonly Transfer[]): Promise<unknown> {
  const draft = writing(org)
  const take = <V>(pick: (transfer: Transfer) => V): V[] => transfers.map(pick)
  const { from, at } = rowsOf(draft, 't', {
    id: ['uuid', take(({ id }) => id)],
    seq: ['bigint', take(({ seq }) => seq)],
    at: ['timestamptz', take((transfer) => timeOf(transfer.at))],
    kind: ['text', take(({ kind }) => kind)],
    debit: ['uuid', take(({ debit }) => debit)],
    credit: ['uuid', take(({ credit }) => credit)],
    asset: ['text', take(({ asset }) => asset)],
    posted: ['bigint', take(({ posted }) => posted)],
    reserved: ['bigint', take(({ reserved }) => reserved)],
    debit_seq: ['bigint', take(({ debitSeq }) => debitSeq)],
    debit_after: ['bigint', take(({ debitAfter }) => debitAfter)],
    credit_seq: ['bigint', take(({ creditSeq }) => creditSeq)],
    credit_after: ['bigint', take(({ creditAfter }) => creditAfter)],
    pending: ['uuid', take(({ pending }) => pending ?? null)],
    due: ['timestamptz', take(({ due }) => (due === undefined ? null : timeOf(due)))],
    code: ['int', take(({ code }) => code)],
    cause: ['uuid', take(({ cause }) => cause ?? null)],
  })
  const names = Object.keys(at)
  const text = `INSERT INTO ledger.transfer (org, ${names.join(', ')}) SELECT $1::uuid, ${Object.values(at).join(', ')} ${from}`
  return sql.prepared(text, draft.values)
}

const times = { at: Number.NaN, text: '' }
/** A batch has one time. */
function timeOf(at: number): string {
  if (times.at !== at) Object.assign(times, { at, text: new Date(at).toISOString() })
  return times.text
}
