import { fail, TenonError } from '#kernel'
import type { Egress } from '#kernel/egress'
import { QUERY_MS, type Database, type Dialect } from './dialect.ts'
import { openMysql } from './mysql.ts'
import { openPostgres } from './postgres.ts'

export * from './dialect.ts'

/** Opens it with a linked account, works, and closes it whatever happens. Reads are in a read-only transaction. */
export async function withDatabase<R>(
  egress: Egress,
  { account, dialect, title }: { account: string; dialect: Dialect; title: string },
  mode: 'read' | 'write',
  work: (database: Database) => Promise<R>,
): Promise<R> {
  const connection = await egress.connect({ account })
  const open = dialect === 'mysql' ? openMysql : openPostgres
  let database: Database | undefined
  try {
    database = await open(connection, mode)
    return await work(database)
  } catch (error) {
    throw error instanceof TenonError ? error : said(error, title, mode)
  } finally {
    await database?.close().catch(() => undefined)
    connection.socket.destroy()
  }
}

const AUTH = new Set(['28P01', '28000', 'ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR'])
const DENIED = new Set([
  '42501',
  '25006',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
])
const TIMED = new Set(['57014', 'ER_QUERY_TIMEOUT', 'ER_STATEMENT_TIMEOUT'])

/** The database's own words, in the class that says who can do something about it. */
function said(error: unknown, title: string, mode: string): TenonError {
  const {
    code = '',
    message = 'it did not answer',
    detail,
  } = error as { code?: string; message?: string; detail?: string }
  const words = `${title}: ${[message, detail].filter(Boolean).join(' – ')}`.slice(0, 400)
  const details = { service: title, reason: code }
  if (AUTH.has(code))
    return new TenonError(
      'reconnect',
      {
        kind: 'unavailable',
        message: words,
        fix: 'Enter the user and password of the linked account anew.',
      },
      details,
    )
  if (DENIED.has(code))
    return fail('forbidden', words, 'Ask whoever looks after the database.', details)
  if (TIMED.has(code))
    return fail(
      'unavailable',
      `${title}: it took longer than ${QUERY_MS / 1000} seconds.`,
      'Ask for less, or add an index there.',
      details,
    )
  if (/^(23|ER_DUP|ER_ROW_IS|ER_NO_REFERENCED|ER_BAD_NULL|ER_CHECK)/.test(code))
    return fail('conflict', words, undefined, details)
  if (/^(22|42|ER_)/.test(code)) return fail('invalid', words, undefined, details)
  return fail('unavailable', words, undefined, { ...details, uncertain: mode === 'write' })
}
