import assert from 'node:assert/strict'
import type { Database } from '#kernel/database'
import { sumsOf, type Model } from './model.ts'

/** What must hold of a book at any moment, asked of the database. */
export async function check(database: Database, org: string, model?: Model): Promise<void> {
  const { sql } = database.reader(org)
  const [accounts, [order], wrong] = await Promise.all([
    sql<Row>`
      SELECT a.id, a.bound, a.asset, a.seq, a.posted_debits::text AS pd, a.posted_credits::text AS pc, a.pending_debits::text AS rd, a.pending_credits::text AS rc,
        coalesce(sum(e.posted) FILTER (WHERE e.side = 'debit'), 0)::text AS spd, coalesce(sum(e.posted) FILTER (WHERE e.side = 'credit'), 0)::text AS spc,
        coalesce(sum(e.reserved) FILTER (WHERE e.side = 'debit'), 0)::text AS srd, coalesce(sum(e.reserved) FILTER (WHERE e.side = 'credit'), 0)::text AS src,
        count(e.seq) AS entries, coalesce(max(e.seq), 0) AS last, count(DISTINCT e.seq) AS different
      FROM ledger.account a LEFT JOIN ledger.entry e ON e.org = a.org AND e.account = a.id
      WHERE a.org = ${org} GROUP BY a.org, a.id`,
    sql<{ n: number; last: number; seq: number }>`
      SELECT count(t.seq) AS n, coalesce(max(t.seq), 0) AS last, b.seq FROM ledger.book b LEFT JOIN ledger.transfer t ON t.org = b.org
      WHERE b.org = ${org} GROUP BY b.org, b.seq`,
    // Each entry leaves the balance before it, moved by what it posted.
    sql`SELECT account, seq FROM (
        SELECT account, seq, balance_after, sum(CASE side WHEN 'credit' THEN posted ELSE -posted END) OVER (PARTITION BY account ORDER BY seq) AS running
        FROM ledger.entry WHERE org = ${org}) e WHERE balance_after <> running`,
  ])
  assert.deepEqual(wrong, [], 'balances left by entries are not their sums')
  if (order) assert.deepEqual([order.n, order.last], [order.seq, order.seq], 'the order has holes')
  const moved = new Map<string, bigint>()
  for (const row of accounts) {
    assert.deepEqual(
      [row.pd, row.pc, row.rd, row.rc],
      [row.spd, row.spc, row.srd, row.src],
      'a balance is not the sum of its entries',
    )
    assert.deepEqual([row.entries, row.last, row.different], [row.seq, row.seq, row.seq])
    const [debits, credits] = [BigInt(row.pd), BigInt(row.pc)]
    if (row.bound === 'credit') assert.ok(debits + BigInt(row.rd) <= credits, 'below nothing')
    if (row.bound === 'debit') assert.ok(credits + BigInt(row.rc) <= debits, 'above nothing')
    moved.set(row.asset, (moved.get(row.asset) ?? 0n) + credits - debits)
    if (!model) continue
    const { posted, pending, count } = sumsOf(model, row.id)
    assert.deepEqual(
      [row.pd, row.pc, row.rd, row.rc, row.seq],
      [...[posted.debit, posted.credit, pending.debit, pending.credit].map(String), count],
      'the book and the model differ',
    )
  }
  for (const [asset, sum] of moved) assert.equal(sum, 0n, `${asset} does not sum to nothing`)
}

interface Row {
  id: string
  bound: string
  asset: string
  seq: number
  entries: number
  last: number
  different: number
  pd: string
  pc: string
  rd: string
  rc: string
  spd: string
  spc: string
  srd: string
  src: string
}
