import { isSigned, leafOf, type SignedHead } from './head.ts'
import { growingTree, hashLeaf } from './merkle.ts'
import type { Transfer } from './transfer.ts'

/** A book as anybody may keep it: its transfers in order, and heads that were handed out over time. */
export interface Extract {
  readonly org: string
  readonly transfers: Iterable<Transfer>
  readonly heads: readonly SignedHead[]
  readonly publicKey: string
}
export interface Verdict {
  readonly transfers: number
  readonly entries: number
  /** What does not hold, in words; empty when all of it does. */
  readonly faults: readonly string[]
}

/** Faults named at most; a book with more is wrong anyway. */
const FAULTS_MAX = 20

/** Checks a book without any server: order, balances, what pending transfers became of, and every head's root and signature. */
export function verifyBook({ org, transfers, heads, publicKey }: Extract): Verdict {
  const faults: string[] = []
  const tell = (fault: string) => void (faults.length < FAULTS_MAX && faults.push(fault))
  const accounts = new Map<string, { seq: number; balance: bigint; asset: string }>()
  const pending = new Map<string, bigint>()
  const due = heads.toSorted((a, b) => a.size - b.size)
  const tree = growingTree()
  let clock = 0
  let next = 0
  for (const transfer of transfers) {
    const { seq, at, asset, posted, reserved, kind } = transfer
    const here = `transfer ${transfer.id} (${seq})`
    if (seq !== tree.size + 1) tell(`${here} does not follow transfer ${tree.size}`)
    if (at < clock) tell(`${here} is earlier than the one before`)
    clock = at
    for (const [id, n, after, moved] of [
      [transfer.debit, transfer.debitSeq, transfer.debitAfter, -posted],
      [transfer.credit, transfer.creditSeq, transfer.creditAfter, posted],
    ] as const) {
      let account = accounts.get(id)
      if (!account) accounts.set(id, (account = { seq: 0, balance: 0n, asset }))
      account.seq += 1
      account.balance += moved
      if (account.seq !== n || account.balance !== after || account.asset !== asset)
        tell(`${here}: account ${id} does not add up`)
    }
    if (kind === 'pending') pending.set(transfer.id, reserved)
    else if (kind !== 'direct') {
      if (pending.get(transfer.pending!) !== -reserved || posted > -reserved)
        tell(`${here} does not fit what was pending`)
      pending.delete(transfer.pending!)
    }
    tree.add(hashLeaf(leafOf(org, transfer)))
    for (; due[next]?.size === tree.size; next++) {
      const head = due[next]!
      if (head.org !== org || tree.root().toString('hex') !== head.root)
        tell(`the first ${head.size} transfers are not those that were sealed`)
    }
  }
  for (const head of due.slice(next))
    tell(`transfers up to ${head.size} were sealed and are missing`)
  for (const head of due)
    if (!isSigned(head, publicKey))
      tell(`the head of ${head.size} transfers is not signed by this key`)
  return { transfers: tree.size, entries: 2 * tree.size, faults }
}
