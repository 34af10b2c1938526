import { newId } from '#kernel'
import { leafOf, newKey, signHead, type SignedHead } from '../modules/ledger/head.ts'
import { growingTree, hashLeaf } from '../modules/ledger/merkle.ts'
import type { Transfer } from '../modules/ledger/transfer.ts'
import { verifyBook } from '../modules/ledger/verify.ts'

/** Transfers between two signed heads. */
const HEAD_EVERY = 10_000
const ACCOUNTS = 1_000
const [AMOUNT, START] = [980_000n, Date.parse('2026-11-23T00:00:00Z')]

/** Seconds that checking a sealed book of so many transfers takes. */
export function verified(count: number): number {
  const [org, key] = [newId(), newKey()]
  const accounts = Array.from({ length: ACCOUNTS }, () => ({ id: newId(), seq: 0, balance: 0n }))
  const tree = growingTree()
  const heads: SignedHead[] = []
  const transfers: Transfer[] = []
  for (let seq = 1; seq <= count; seq++) {
    // Half of them on one account.
    const debit = accounts[1 + (seq % (ACCOUNTS - 1))]!
    const credit = seq % 2 ? accounts[0]! : accounts[1 + ((seq + 7) % (ACCOUNTS - 1))]!
    debit.balance -= AMOUNT
    credit.balance += AMOUNT
    const transfer: Transfer = {
      id: newId(),
      seq,
      at: START + seq,
      kind: 'direct',
      debit: debit.id,
      credit: credit.id,
      asset: 'CNY',
      posted: AMOUNT,
      reserved: 0n,
      debitSeq: ++debit.seq,
      debitAfter: debit.balance,
      creditSeq: ++credit.seq,
      creditAfter: credit.balance,
      code: 1,
    }
    transfers.push(transfer)
    tree.add(hashLeaf(leafOf(org, transfer)))
    if (seq % HEAD_EVERY === 0 || seq === count) {
      const head = {
        org,
        size: seq,
        root: tree.root().toString('hex'),
        at: new Date(START).toISOString(),
      }
      heads.push(signHead(head, key.secret))
    }
  }
  const began = performance.now()
  const { faults, entries } = verifyBook({ org, transfers, heads, publicKey: key.publicKey })
  if (faults.length || entries !== 2 * count) throw new Error(faults.join('; '))
  return (performance.now() - began) / 1000
}
