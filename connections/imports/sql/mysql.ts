import {
  createConnection,
  type Connection,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise'
import type { EgressConnection } from '#kernel/egress'
import { QUERY_MS, type Database, type Raw } from './dialect.ts'

export async function openMysql(
  { socket, host, fields }: EgressConnection,
  mode: 'read' | 'write',
): Promise<Database> {
  const client = await createConnection({
    stream: socket,
    host,
    user: fields['user'] ?? '',
    password: fields['password'] ?? '',
    database: fields['database'] ?? '',
    ...(fields['tls'] === 'off' ? {} : { ssl: { minVersion: 'TLSv1.2' } }),
    connectTimeout: QUERY_MS,
    // Nothing is compiled to code, and nothing but one statement runs.
    disableEval: true,
    multipleStatements: false,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    timezone: 'Z',
    charset: 'utf8mb4',
    // The server reads no file of ours because somebody's server asks for it.
    flags: ['-LOCAL_FILES'],
  })
  client.on('error', () => undefined)
  await prepared(client, mode)
  const run = async <R extends RowDataPacket[] | ResultSetHeader>(
    sql: string,
    values: readonly unknown[],
  ) => {
    const [result] = await client.execute<R>(
      { sql: sql.replaceAll('\u0000', '?'), timeout: QUERY_MS + 2000 },
      values.map(asText) as never,
    )
    return result
  }
  return {
    dialect: 'mysql',
    async read(sql, values = []) {
      return (await run<RowDataPacket[]>(sql, values)).map(asRaw)
    },
    async write(sql, values, rowsMax) {
      const result = await run<RowDataPacket[] | ResultSetHeader>(sql, values)
      return Array.isArray(result)
        ? { affected: result.length, rows: result.slice(0, rowsMax).map(asRaw) }
        : { affected: result.affectedRows, rows: [] }
    },
    async check(sql) {
      const statement = await client.prepare(sql.replaceAll('\u0000', '?'))
      await statement.close()
    },
    quote: (name) => `\`${name.replaceAll('`', '``')}\``,
    close: () => client.end(),
  }
}

/** MariaDB and MySQL bound a statement's time by different names. */
async function prepared(client: Connection, mode: 'read' | 'write'): Promise<void> {
  await client.query("SET time_zone = '+00:00'")
  await client
    .query(`SET SESSION max_execution_time = ${QUERY_MS}`)
    .catch(() => client.query(`SET SESSION max_statement_time = ${QUERY_MS / 1000}`))
  if (mode === 'read') await client.query('SET SESSION TRANSACTION READ ONLY')
}

const asText = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : typeof value === 'boolean'
        ? String(Number(value))
        : String(value)

const asRaw = (row: RowDataPacket): Raw =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : asText(value),
    ]),
  )
