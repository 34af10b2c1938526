/** What the ledger is compared with: the same rows without balances and checks, and single commits as pgbench makes them. */
import pg from 'pg'
import { newId } from '#kernel'
import { load } from './measure.ts'

const COLUMNS =
  'org, id, seq, at, kind, debit, credit, asset, posted, reserved, debit_seq, debit_after, credit_seq, credit_after, code'

export async function bareBatches(pool: pg.Pool, size: number, ms: number): Promise<number> {
  await pool.query(`CREATE SCHEMA IF NOT EXISTS bare;
    CREATE TABLE IF NOT EXISTS bare.transfer (LIKE ledger.transfer INCLUDING INDEXES)`)
  const [org, hot] = [newId(), newId()]
  let seq = 0
  const client = await pool.connect()
  try {
    return await load(1, ms, size, () => {
      const rows = Array.from({ length: size }, () => ++seq)
      return client.query({
        name: 'bare_transfers',
        text: `INSERT INTO bare.transfer (${COLUMNS}) SELECT $1::uuid, t.id, t.seq, now(), 'direct', t.debit, t.credit, 'CNY', 980000, 0, t.seq, t.seq, t.seq, t.seq, 1
          FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[]) t(id, seq, debit, credit)`,
        values: [
          org,
          rows.map(() => newId()),
          rows,
          rows.map(() => newId()),
          rows.map((n) => (n % 2 ? hot : newId())),
        ],
      })
    })
  } finally {
    client.release()
  }
}

/** A transaction each: two balances and one row, statement by statement, on connections of their own. */
export async function bareSingles(
  pool: pg.Pool,
  connections: number,
  accounts: number,
  ms: number,
): Promise<number> {
  await pool.query(`CREATE SCHEMA IF NOT EXISTS bare;
    CREATE TABLE IF NOT EXISTS bare.balance (id int PRIMARY KEY, sum bigint NOT NULL) WITH (fillfactor = 50);
    CREATE TABLE IF NOT EXISTS bare.history (id uuid, debit int, credit int, amount bigint);
    INSERT INTO bare.balance SELECT n, 0 FROM generate_series(0, ${accounts - 1}) n ON CONFLICT DO NOTHING`)
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  const free = [...clients]
  try {
    return await load(connections, ms, 1, async () => {
      const client = free.pop()!
      const pair = [0, 0].map(() => Math.floor(Math.random() * accounts))
      const [low, high] = pair.toSorted((a, b) => a - b)
      await client.query('BEGIN')
      const text = 'UPDATE bare.balance SET sum = sum + $2 WHERE id = $1'
      await client.query({ name: 'bare_move', text, values: [low, -1] })
      await client.query({ name: 'bare_move', text, values: [high, 1] })
      await client.query({
        name: 'bare_history',
        text: 'INSERT INTO bare.history VALUES ($1, $2, $3, 1)',
        values: [newId(), low, high],
      })
      await client.query('COMMIT')
      free.push(client)
    })
  } finally {
    for (const client of clients) client.release()
  }
}
