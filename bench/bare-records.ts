/** The limit that records are compared with: Fastify and pg with the same tables and nothing else. */
import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

const { owner, org } = JSON.parse(process.argv[2]!) as { owner: pg.PoolConfig; org: string }
const pool = new pg.Pool({ ...owner, max: 4 })
const app = Fastify()
const fields =
  't.id, t.created_at, t.updated_at, t.rev, t.number, t.status, t.placed_at, t.total, t.total_currency, t.note, t.customer, t.owner'

interface Row {
  [column: string]: unknown
}
const orderOf = ({ total, total_currency: currency, customer_name: name, ...row }: Row) => ({
  ...row,
  total: { amount: String(total), currency },
  ...(name === undefined ? {} : { customer$: { id: row['customer'], name } }),
})

app.post('/create', async (request) => {
  const {
    number,
    status,
    placed_at,
    total,
    note,
    customer,
    owner: person,
  } = request.body as Record<string, string> & { total: { amount: string; currency: string } }
  const { rows } = await pool.query<Row>({
    name: 'create',
    text: `INSERT INTO shop."order" AS t (org, id, number, status, placed_at, total, total_currency, note, customer, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${fields}`,
    values: [
      org,
      randomUUID(),
      number,
      status,
      placed_at,
      total.amount,
      total.currency,
      note,
      customer,
      person,
    ],
  })
  return orderOf(rows[0]!)
})
app.get('/get/:id', async (request) => {
  const { rows } = await pool.query<Row>({
    name: 'get',
    text: `SELECT ${fields} FROM shop."order" t WHERE t.org = $1 AND t.id = $2`,
    values: [org, (request.params as { id: string }).id],
  })
  return orderOf(rows[0]!)
})
app.get('/list/:status', async (request) => {
  const { rows } = await pool.query<Row>({
    name: 'list',
    text: `SELECT ${fields}, c.name AS customer_name FROM shop."order" t LEFT JOIN shop.customer c ON c.org = t.org AND c.id = t.customer
      WHERE t.org = $1 AND t.status = $2 ORDER BY t.placed_at DESC, t.id DESC LIMIT 100`,
    values: [org, (request.params as { status: string }).status],
  })
  return { items: rows.map(orderOf) }
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
const { rows } = await pool.query<{ id: string }>(
  'SELECT id FROM shop."order" WHERE org = $1 LIMIT 1000',
  [org],
)
process.stdout.write(`${JSON.stringify({ url, orders: rows.map(({ id }) => id) })}\n`)
