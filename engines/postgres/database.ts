import type { Socket } from 'node:net'
import pg from 'pg'
import type { ClientConfig } from 'pg'
import type { Database, Session, Sql } from '#kernel/database'
import { fail } from '#kernel/errors'
import { arraysIn, packed } from './binary.ts'
import { nameOf } from './name.ts'
import { PassingQuery, passRows, type TakeRow } from './passing.ts'

/** Two cores saturate well below this; more connections only queue inside PostgreSQL. */
const POOL_SIZE = 12
/** Callers that may wait for a connection; beyond this the server is overloaded and says so. */
const WAITING_MAX = 5000
const STATEMENT_TIMEOUT_MS = 15_000
/** Commands are made to end within two seconds; one that does not by now holds locks that others wait for. */
const TRANSACTION_MS_MAX = 15_000

/** Statements that a connection keeps prepared; PostgreSQL holds some 50 kB for each, in each connection. */
const PREPARED_MAX = 500

interface Connection {
  readonly client: pg.Client
  /** What is prepared here, the longest unused first. */
  readonly prepared: Set<string>
  /** The organisation remembered by this session, so that a query costs one round trip. */
  org: string | undefined
  broken: boolean
}

/**
 * A pool that remembers each connection's organisation. The organisation reaches row-level security as
 * a session setting, sent ahead of the first statement in the same packet train (`pipeline`), and only
 * when it differs from the remembered one: docs/decisions/0002.
 */
export function openDatabase(config: ClientConfig, size = POOL_SIZE): Database {
  const idle: Connection[] = []
  const waiting: {
    org: string
    resolve: (connection: Connection) => void
    reject: (error: unknown) => void
  }[] = []
  let open = 0
  let closed = false

  const connect = async (): Promise<Connection> => {
    const client = new pg.Client({
      ...config,
      pipeline: true,
      types,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      options: '-c timezone=UTC -c idle_in_transaction_session_timeout=60000',
    } as ClientConfig)
    const connection: Connection = {
      client,
      prepared: new Set(),
      org: undefined,
      broken: false,
    }
    client.on('error', () => {
      connection.broken = true
      const index = idle.indexOf(connection)
      if (index >= 0) {
        idle.splice(index, 1)
        open -= 1
      }
    })
    await client.connect()
    passRows(client, streamOf(connection))
    return connection
  }

  const acquire = async (org: string): Promise<Connection> => {
    if (closed) throw fail('unavailable', 'The server is stopping.')
    for (let index = idle.length - 1; index >= 0; index--) {
      if (idle[index]!.org === org) return idle.splice(index, 1)[0]!
    }
    const any = idle.pop()
    if (any) return any
    if (open < size) {
      open += 1
      try {
        return await connect()
      } catch (error) {
        open -= 1
        throw unavailable(error)
      }
    }
    if (waiting.length >= WAITING_MAX)
      throw fail('limited', 'The server is busy.', 'Try again in a moment.')
    return new Promise((resolve, reject) => waiting.push({ org, resolve, reject }))
  }

  const release = (connection: Connection): void => {
    if (connection.broken || closed) {
      open -= 1
      void connection.client.end().catch(() => undefined)
      const next = waiting.shift()
      if (next) acquire(next.org).then(next.resolve, next.reject)
      return
    }
    const next = waiting.shift()
    if (next) next.resolve(connection)
    else idle.push(connection)
  }

  const enter = (connection: Connection, org: string): Promise<unknown> | undefined => {
    if (connection.org === org) return undefined
    connection.org = undefined
    const setting = send(connection, {
      name: 'set_org',
      text: "SELECT set_config('tenon.org', $1, false)",
      values: [org],
    })
    return setting.then(
      () => {
        connection.org = org
      },
      (error: unknown) => {
        // What follows would run for somebody else's organisation: never use this connection again.
        connection.broken = true
        throw error
      },
    )
  }

  const single = async (org: string, statement: Statement): Promise<unknown[]> => {
    const connection = await acquire(org)
    try {
      const entered = enter(connection, org)
      const result = send(connection, statement)
      result.catch(() => undefined)
      if (entered) await entered
      return await result
    } finally {
      release(connection)
    }
  }

  const reader = (org: string): Session => ({
    sql: tagged((statement) => single(org, statement)),
    last: () => undefined,
    within: async () => {
      throw new Error('within() needs a transaction: make the action a command')
    },
  })

  return {
    reader,
    async transaction(org, work) {
      const connection = await acquire(org)
      // Cutting the connection rolls back; whatever the handler still awaits is refused.
      const watchdog = setTimeout(() => cut(connection), TRANSACTION_MS_MAX)
      try {
        const entered = enter(connection, org)
        entered?.catch(() => undefined)
        const begun = send(connection, { text: 'BEGIN' })
        begun.catch(() => undefined)
        if (entered) await entered
        const trailing: Promise<unknown>[] = []
        let current = org
        const move = (to: string): Promise<unknown> => {
          current = to
          return send(connection, {
            name: 'set_org_local',
            text: "SELECT set_config('tenon.org', $1, true)",
            values: [to],
          })
        }
        // What came after the first failure was only told that the transaction had failed.
        let first: unknown
        const because = (error: unknown): never => {
          first ??= error
          throw (error as { code?: string }).code === IN_FAILED_TRANSACTION ? first : error
        }
        const session: Session = {
          sql: tagged((statement) => send(connection, statement).catch(because)),
          last: (statement) => {
            statement.catch(() => undefined)
            trailing.push(statement)
          },
          within: async (other, inner) => {
            const outer = current
            await move(other)
            try {
              return await inner()
            } finally {
              await move(outer).catch(() => undefined)
            }
          },
        }
        try {
          const result = await work(session)
          const committing = commit(connection)
          committing.catch(() => undefined)
          await Promise.all(trailing).catch((error: unknown) => {
            // COMMIT went out with them.
            throw connection.broken ? uncertain(error) : error
          })
          await committing
          return result
        } catch (error) {
          if (!connection.broken)
            await send(connection, { text: 'ROLLBACK' }).catch(() => (connection.broken = true))
          throw error
        }
      } finally {
        clearTimeout(watchdog)
        release(connection)
      }
    },
    system: tagged((statement) => single(SYSTEM, statement)),
    async close() {
      closed = true
      for (const { reject } of waiting.splice(0))
        reject(fail('unavailable', 'The server is stopping.'))
      const ending = idle.splice(0)
      open -= ending.length
      await Promise.all(ending.map(({ client }) => client.end().catch(() => undefined)))
    },
  }
}

/** No row has this organisation: a stray query on the system session sees nothing. */
const SYSTEM = '00000000-0000-0000-0000-000000000000'

interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
  readonly name?: string
  readonly rowMode?: 'array'
  readonly take?: TakeRow
}

const streamOf = ({ client }: Connection): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream

function cut(connection: Connection): void {
  connection.broken = true
  streamOf(connection).destroy()
}

/** Statements sent in one go cost one system call, not one each. */
function together(stream: Socket): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  queueMicrotask(() => stream.uncork())
}

const IN_FAILED_TRANSACTION = '25P02'

/** In an aborted transaction PostgreSQL answers COMMIT with ROLLBACK and no error: an acknowledgement must not be made of that. */
async function commit(connection: Connection): Promise<void> {
  const result = await connection.client.query('COMMIT').catch((error: unknown) => {
    const known = translate(connection, error)
    throw connection.broken ? uncertain(error) : known
  })
  if (result.command !== 'COMMIT')
    throw fail('unavailable', 'The change was not saved.', 'Try again.')
}

/** Keeps the number of prepared statements bounded, however many kinds of questions are asked. */
function remember(connection: Connection, name: string): void {
  const { client, prepared } = connection
  if (!prepared.delete(name) && prepared.size >= PREPARED_MAX) {
    const [oldest = ''] = prepared
    prepared.delete(oldest)
    const { parsedStatements } = (
      client as unknown as { connection: { parsedStatements: Record<string, string> } }
    ).connection
    // What never came to be prepared must not be taken back: in a transaction that would undo it.
    if (oldest in parsedStatements) {
      delete parsedStatements[oldest]
      // Sent before what follows it, so whoever asks that again prepares it again.
      client.query(`DEALLOCATE ${pg.escapeIdentifier(oldest)}`).catch(() => {
        connection.broken = true
      })
    }
  }
  prepared.add(name)
}

async function send(connection: Connection, statement: Statement): Promise<unknown[]> {
  if (statement.name !== undefined) remember(connection, statement.name)
  try {
    together(streamOf(connection))
    if (statement.take) return await passed(connection, statement, statement.take)
    const result = await connection.client.query(statement as pg.QueryConfig)
    return result.rows as unknown[]
  } catch (error) {
    throw translate(connection, error)
  }
}

function passed(connection: Connection, statement: Statement, take: TakeRow): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const ended = (error: unknown) => (error ? reject(error as Error) : resolve([]))
    connection.client.query(new PassingQuery(statement as pg.QueryConfig, take, ended))
  })
}

function translate(connection: Connection, error: unknown): unknown {
  const code = (error as { code?: string }).code
  // Class 57 and 08, or not PostgreSQL speaking (EPIPE looks like a SQLSTATE): the connection is
  // gone, not the statement wrong.
  if (
    code === undefined ||
    !(error instanceof pg.DatabaseError) ||
    code.startsWith('08') ||
    code.startsWith('57P')
  ) {
    connection.broken = true
    return unavailable(error)
  }
  if (code === '53100')
    return fail(
      'unavailable',
      'The disk of the server is full; nothing was changed.',
      'Free disk space, then try again.',
    )
  if (code.startsWith('53')) return unavailable(error)
  return error
}

function unavailable(error: unknown): Error {
  const problem = fail(
    'unavailable',
    'The database is not reachable right now; nothing was changed.',
    'Try again shortly.',
  )
  problem.cause = error
  return problem
}

/** The connection broke after COMMIT was sent: nobody can say whether it arrived. */
function uncertain(error: unknown): Error {
  const problem = fail(
    'unavailable',
    'The database went away while saving: the change may or may not have been made.',
    'Look, or send it again with the same idempotency key; it is then made once.',
  )
  problem.cause = error
  return problem
}

const texts = new WeakMap<TemplateStringsArray, { text: string; name: string }>()

function tagged(run: (statement: Statement) => Promise<unknown[]>): Sql {
  const sql = (strings: TemplateStringsArray, ...values: unknown[]) => {
    let known = texts.get(strings)
    if (!known) {
      const text = strings.reduce((sofar, part, index) => `${sofar}$${index}${part}`)
      known = { text, name: nameOf(text) }
      texts.set(strings, known)
    }
    return sql.text(known.text, values, known.name)
  }
  sql.text = (text: string, values: readonly unknown[], name?: string) =>
    run(
      name === undefined
        ? { text, values }
        : { text, name, values: packed(values, arraysIn(text, name)) },
    )
  sql.prepared = (text: string, values: readonly unknown[]) => sql.text(text, values, nameOf(text))
  sql.rows = (text: string, values: readonly unknown[], name?: string) =>
    run({
      text,
      ...(name === undefined ? { values } : { name, values: packed(values, arraysIn(text, name)) }),
      rowMode: 'array',
    }) as Promise<unknown[][]>
  sql.pass = async (text: string, values: readonly unknown[], take: TakeRow, name?: string) =>
    void (await run({ text, values, take, ...(name === undefined ? {} : { name }) }))
  return sql as Sql
}

const { builtins } = pg.types
/** `2026-11-23 01:02:03.5+00`, as PostgreSQL writes it in UTC, to RFC 3339. */
const instant = (value: string): string => `${value.slice(0, 10)}T${value.slice(11, -3)}Z`
/** A count is a number; an amount beyond what numbers hold keeps its digits. */
const whole = (value: string): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value
const parsers = new Map<number, (value: string) => unknown>([
  [builtins.INT8, whole],
  [builtins.TIMESTAMPTZ, instant],
  [builtins.DATE, (value: string) => value],
  [1182, (value: string) => pg.types.getTypeParser(1009 as never)(value)],
])
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid as never, format as never),
}
