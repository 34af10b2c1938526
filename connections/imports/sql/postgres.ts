import pg from 'pg'
import type { EgressConnection } from '#kernel/egress'
import { QUERY_MS, type Database, type Raw } from './dialect.ts'

/** Everything as the server writes it; what it means, the column says. */
const types = { getTypeParser: () => (text: string) => text }

export async function openPostgres(
  { socket, host, fields }: EgressConnection,
  mode: 'read' | 'write',
): Promise<Database> {
  // Connected already, to an address that was checked.
  const stream = Object.assign(socket, {
    connect: () => {
      process.nextTick(() => socket.emit('connect'))
      return socket
    },
  })
  const client = new pg.Client({
    stream: () => stream,
    user: fields['user'] ?? '',
    password: fields['password'] ?? '',
    database: fields['database'] ?? '',
    ...(fields['tls'] === 'off' ? {} : { ssl: { servername: host } }),
    types: types as never,
    connectionTimeoutMillis: QUERY_MS,
    statement_timeout: QUERY_MS,
    query_timeout: QUERY_MS + 2000,
    options: `-c timezone=UTC -c datestyle=ISO -c default_transaction_read_only=${mode === 'read' ? 'on' : 'off'}`,
  })
  // Told by whatever was being asked at that moment.
  client.on('error', () => undefined)
  await client.connect()
  const run = (sql: string, values: readonly unknown[]) =>
    client.query<Raw>(numbered(sql), values.map(asText) as unknown[])
  return {
    dialect: 'postgresql',
    async read(sql, values = []) {
      return (await run(sql, values)).rows
    },
    async write(sql, values, rowsMax) {
      const { rowCount, rows } = await run(sql, values)
      return { affected: rowCount ?? 0, rows: rows.slice(0, rowsMax) }
    },
    async check(sql) {
      await client.query(`PREPARE tenon_check AS ${numbered(sql)}`)
      await client.query('DEALLOCATE tenon_check')
    },
    quote: (name) => `"${name.replaceAll('"', '""')}"`,
    close: () => client.end(),
  }
}

const asText = (value: unknown): unknown =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** Our own statements have `\u0000` for a value, which no SQL can contain. */
function numbered(sql: string): string {
  let n = 0
  return sql.replaceAll('\u0000', () => `$${++n}`)
}
