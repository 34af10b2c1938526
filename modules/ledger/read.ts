import type { Sql } from '#kernel'
import type { Account, Bound, Kind, Transfer } from './transfer.ts'

/** Accounts by their ids, or those of these transfers. */
export async function readAccounts(
  sql: Sql,
  org: string,
  ids: readonly string[],
  ofTransfers = false,
): Promise<Account[]> {
  if (ids.length === 0) return []
  const rows = await sql.rows(
    ofTransfers ? ACCOUNTS_OF : ACCOUNTS,
    [org, ids],
    ofTransfers ? 'ledger_accounts_of' : 'ledger_accounts',
  )
  return rows.map((row) => ({
    id: row[0] as string,
    asset: row[1] as string,
    bound: row[2] as Bound,
    closed: row[3] as boolean,
    seq: row[4] as number,
    postedDebits: BigInt(row[5] as number),
    postedCredits: BigInt(row[6] as number),
    pendingDebits: BigInt(row[7] as number),
    pendingCredits: BigInt(row[8] as number),
  }))
}
const COLUMNS =
  'id, asset, bound, closed, seq, posted_debits, posted_credits, pending_debits, pending_credits'
const ACCOUNTS = `SELECT ${COLUMNS} FROM ledger.account WHERE org = $1 AND id = ANY($2::uuid[])`
const ACCOUNTS_OF = `SELECT ${COLUMNS} FROM ledger.account WHERE org = $1 AND id IN (
  SELECT unnest(ARRAY[debit, credit]) FROM ledger.transfer WHERE org = $1 AND id = ANY($2::uuid[]))`

export async function readTransfers(
  sql: Sql,
  org: string,
  by: 'id' | 'pending',
  ids: readonly string[],
): Promise<Transfer[]> {
  const rows = await sql.rows(
    `SELECT ${TRANSFER} FROM ledger.transfer WHERE org = $1 AND ${by} = ANY($2::uuid[])`,
    [org, ids],
    `ledger_transfers_${by}`,
  )
  return rows.map(transferOf)
}

/** The columns that `transferOf` reads, in its order. */
export const TRANSFER =
  'id, seq, at, kind, debit, credit, asset, posted, reserved, debit_seq, debit_after, credit_seq, credit_after, pending, due, code, cause'

export const transferOf = (row: readonly unknown[]): Transfer => ({
  id: row[0] as string,
  seq: row[1] as number,
  at: Date.parse(row[2] as string),
  kind: row[3] as Kind,
  debit: row[4] as string,
  credit: row[5] as string,
  asset: row[6] as string,
  posted: BigInt(row[7] as number),
  reserved: BigInt(row[8] as number),
  debitSeq: row[9] as number,
  debitAfter: BigInt(row[10] as number),
  creditSeq: row[11] as number,
  creditAfter: BigInt(row[12] as number),
  pending: (row[13] as string | null) ?? undefined,
  due: row[14] === null ? undefined : Date.parse(row[14] as string),
  code: row[15] as number,
  cause: (row[16] as string | null) ?? undefined,
})
