import { fail } from '#kernel'
import { valueOf, type Column } from './columns.ts'
import type { Database, Raw } from './database.ts'
import type { TablePlan } from './make.ts'

type Row = Record<string, unknown>
/** One value of the statement; no SQL can contain it otherwise. */
const VALUE = '\u0000'
const CONDITIONS_MAX = 50
const SEARCHED_MAX = 6

/** `where`, `sort`, `search`, `limit` and `cursor` as everywhere here, over one table of somebody's database. */
export async function listed(
  database: Database,
  table: TablePlan,
  given: Row,
): Promise<{ items: Row[]; next?: string }> {
  const {
    where = {},
    sort = [],
    search,
    limit = 50,
    cursor,
  } = given as {
    where?: Row
    sort?: string[]
    search?: string
    limit?: number
    cursor?: string
  }
  const values: unknown[] = []
  const conditions = Object.entries(where).map(([name, wanted]) =>
    condition(database, columnOf(table, name), wanted, values),
  )
  if (conditions.length > CONDITIONS_MAX)
    throw fail('invalid', 'These are too many conditions.', 'Ask for less.')
  if (search?.trim()) conditions.push(searching(database, table, search.trim(), values))
  const order = orderOf(table, sort)
  if (cursor !== undefined) conditions.push(after(database, order, cursor, values))
  const rows = await database.read(
    `${selected(database, table)}${conditions.length ? ` WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY ${order.map((each) => ordered(database, each)).join(', ')} LIMIT ${Number(limit) + 1}`,
    values,
  )
  const page = rows.slice(0, limit)
  const next = rows.length > limit ? cursorOf(order, page.at(-1)!) : undefined
  return { items: page.map((row) => recordOf(table, row)), ...(next ? { next } : {}) }
}

export async function found(
  database: Database,
  table: TablePlan,
  id: unknown,
): Promise<Row | undefined> {
  const rows = await database.read(
    `${selected(database, table)} WHERE ${database.quote(table.key)} = ${VALUE} LIMIT 1`,
    [id],
  )
  return rows[0] && recordOf(table, rows[0])
}

/** Rows behind the last one seen, by a column that only grows; `next` goes on from there, also when nothing is new. */
export async function changed(
  database: Database,
  table: TablePlan,
  { cursor, limit = 100, from = 'now' }: { cursor?: string; limit?: number; from?: string },
) {
  const growing = columnOf(table, table.cursor!)
  const order: Ordered[] = [growing, columnOf(table, table.key)].map((column) => ({
    column,
    down: false,
  }))
  const by = order.map((each) => ordered(database, each)).join(', ')
  if (cursor === undefined && from === 'now') {
    const backwards = order.map(({ column }) => `${database.quote(column.name)} DESC`).join(', ')
    const [last] = await database.read(
      `${selected(database, table)} WHERE ${database.quote(growing.name)} IS NOT NULL ORDER BY ${backwards} LIMIT 1`,
    )
    return { items: [], next: last ? cursorOf(order, last) : '' }
  }
  const values: unknown[] = []
  const condition = [
    `${database.quote(growing.name)} IS NOT NULL`,
    ...(cursor ? [after(database, order, cursor, values)] : []),
  ]
  const rows = await database.read(
    `${selected(database, table)} WHERE ${condition.join(' AND ')} ORDER BY ${by} LIMIT ${limit}`,
    values,
  )
  const last = rows.at(-1)
  return {
    items: rows.map((row) => recordOf(table, row)),
    next: last ? cursorOf(order, last) : (cursor ?? ''),
  }
}

interface Ordered {
  readonly column: Column
  readonly down: boolean
}

function columnOf(table: TablePlan, name: string): Column {
  const wanted =
    name === 'id' && !table.columns.some((each) => each.name === 'id') ? table.key : name
  const column = table.columns.find((each) => each.name === wanted)
  if (!column)
    throw fail(
      'invalid',
      `${table.title} has no column ${name.slice(0, 60)}.`,
      'See the fields of its records.',
    )
  return column
}

const selected = (database: Database, { schema, name, columns }: TablePlan): string =>
  `SELECT ${columns.map((column) => database.quote(column.name)).join(', ')} FROM ${database.quote(schema)}.${database.quote(name)}`

function recordOf({ columns, key }: TablePlan, row: Raw): Row {
  const own = Object.fromEntries(
    columns.flatMap(({ name, type }) => {
      const value = valueOf(type, row[name] ?? null)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return { ...own, id: String(row[key]) }
}

const SIGNS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
}

function condition(database: Database, column: Column, wanted: unknown, values: unknown[]): string {
  const name = database.quote(column.name)
  if (wanted === null) return `${name} IS NULL`
  if (typeof wanted !== 'object') {
    values.push(wanted)
    return `${name} = ${VALUE}`
  }
  const parts = Object.entries(wanted as Row).map(([operator, value]) => {
    if (operator === 'in' && Array.isArray(value) && value.length > 0 && value.length <= 500) {
      values.push(...(value as unknown[]))
      return `${name} IN (${value.map(() => VALUE).join(', ')})`
    }
    if (operator === 'eq' && value === null) return `${name} IS NULL`
    if (operator === 'ne' && value === null) return `${name} IS NOT NULL`
    if (operator === 'contains' || operator === 'startsWith')
      return like(database, name, String(value), operator === 'contains', values)
    if (!SIGNS[operator] || typeof value === 'object')
      throw fail(
        'invalid',
        `“${operator.slice(0, 30)}” is no comparison.`,
        'Use eq, ne, gt, gte, lt, lte, in, contains or startsWith.',
      )
    values.push(value)
    return `${name} ${SIGNS[operator]} ${VALUE}`
  })
  return parts.length ? `(${parts.join(' AND ')})` : '1 = 1'
}

function like(
  { dialect }: Database,
  name: string,
  text: string,
  anywhere: boolean,
  values: unknown[],
): string {
  const pattern = text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  values.push(`${anywhere ? '%' : ''}${pattern}%`)
  return dialect === 'postgresql' ? `${name} ILIKE ${VALUE}` : `${name} LIKE ${VALUE}`
}

function searching(database: Database, table: TablePlan, text: string, values: unknown[]): string {
  const looked = table.columns.filter(({ type }) => type === 'text').slice(0, SEARCHED_MAX)
  if (looked.length === 0) return '1 = 0'
  return `(${looked.map(({ name }) => like(database, castText(database, name), text, true, values)).join(' OR ')})`
}
const castText = ({ dialect, quote }: Database, name: string): string =>
  dialect === 'postgresql' ? `${quote(name)}::text` : quote(name)

/** As asked for, and then by the key, so that no two rows stand in one place. */
function orderOf(table: TablePlan, sort: readonly string[]): Ordered[] {
  const order = sort.slice(0, 5).map((each) => ({
    column: columnOf(table, each.replace(/^-/, '')),
    down: each.startsWith('-'),
  }))
  if (!order.some(({ column }) => column.name === table.key))
    order.push({ column: columnOf(table, table.key), down: false })
  return order
}

/** Absent values stand last, whichever way and in whichever database. */
const ordered = ({ quote }: Database, { column, down }: Ordered): string =>
  `${column.nullable ? `${quote(column.name)} IS NULL, ` : ''}${quote(column.name)}${down ? ' DESC' : ''}`

const cursorOf = (order: readonly Ordered[], row: Raw): string =>
  Buffer.from(JSON.stringify(order.map(({ column }) => row[column.name] ?? null))).toString(
    'base64url',
  )

function after(
  { quote }: Database,
  order: readonly Ordered[],
  cursor: string,
  values: unknown[],
): string {
  const last = read(cursor, order.length)
  const lines = order.map(({ column, down }, index) => {
    const [own, mine]: [string[], unknown[]] = [[], []]
    for (let before = 0; before < index; before++) {
      const name = quote(order[before]!.column.name)
      if (last[before] === null) own.push(`${name} IS NULL`)
      else {
        own.push(`${name} = ${VALUE}`)
        mine.push(last[before])
      }
    }
    if (last[index] === null) return '1 = 0'
    const name = quote(column.name)
    own.push(
      column.nullable
        ? `(${name} ${down ? '<' : '>'} ${VALUE} OR ${name} IS NULL)`
        : `${name} ${down ? '<' : '>'} ${VALUE}`,
    )
    values.push(...mine, last[index])
    return own.join(' AND ')
  })
  return `(${lines.map((line) => `(${line})`).join(' OR ')})`
}

function read(cursor: string, length: number): (string | null)[] {
  try {
    const said = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown
    if (
      Array.isArray(said) &&
      said.length === length &&
      said.every((each) => each === null || typeof each === 'string')
    )
      return said as (string | null)[]
  } catch {
    // It is not one of ours, as is said below.
  }
  throw fail('invalid', 'This cursor is not one of this list.', 'Begin with the first page.')
}
