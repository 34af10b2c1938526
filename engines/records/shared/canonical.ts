import { fail } from '#kernel'
import type { Column } from '#kernel/records/plan'

/**
 * A value as it is kept, one way only of writing each: what is equal is equal as text, so that unique
 * keys, filters and what is read back agree. Refuses what a typed column would refuse.
 */
export function canonical(column: Column, value: unknown): unknown {
  const { type, kind } = column
  if (kind === 'money') return money(column, value)
  if (kind === 'json') return json(column, value)
  switch (type) {
    case 'bigint':
      return Number.isSafeInteger(value) ? (value as number) + 0 : wrong(column, value)
    case 'numeric':
      return Number.isFinite(value) ? (value as number) + 0 : wrong(column, value)
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong(column, value)
  }
  if (typeof value !== 'string') return wrong(column, value)
  switch (type) {
    case 'uuid':
      return UUID.test(value) ? value.toLowerCase() : wrong(column, value)
    case 'timestamptz':
      return instant(value) ?? wrong(column, value)
    case 'date':
      return isDay(value) ? value : wrong(column, value)
    default:
      return text(column, value)
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const TIME = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?([Zz]|[+-]\d{2}:\d{2})$/
/** Written our way already. */
const OURS = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{0,5}[1-9])?Z$/

/** RFC 3339 in UTC with as much of a second as there is, up to microseconds, as PostgreSQL would tell it. */
function instant(value: string): string | undefined {
  if (OURS.test(value) && isDay(value.slice(0, 10))) return value
  const [, day, minute, second = '00', fraction = '', zone] = TIME.exec(value) ?? []
  if (day === undefined || !isDay(day)) return undefined
  const at = Date.parse(`${day}T${minute}:${second}${zone!.toUpperCase()}`)
  if (Number.isNaN(at)) return undefined
  const rest = fraction.slice(0, 6).replace(/0+$/, '')
  return `${new Date(at).toISOString().slice(0, 19)}${rest ? `.${rest}` : ''}Z`
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const [year, month, day] = [value.slice(0, 4), value.slice(5, 7), value.slice(8)].map(Number)
  const leap = year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0)
  const most = month === 2 && leap ? 29 : DAYS[month! - 1]
  return year! > 0 && most !== undefined && day! >= 1 && day! <= most
}

function text(column: Column, value: string): string {
  if (value.includes('\0') || !value.isWellFormed()) return wrong(column, value)
  const values = (column.schema as { enum?: unknown[] }).enum
  return values && !values.includes(value) ? wrong(column, value) : value
}

function money(column: Column, value: unknown): unknown {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown }
  if (!/^-?\d{1,18}$/.test(String(amount)) || !/^[A-Z]{3}$/.test(String(currency)))
    return wrong(column, value)
  return { amount: String(BigInt(amount as string)), currency }
}

/** A list of references is a set of ids; anything else is kept as it came. */
function json(column: Column, value: unknown): unknown {
  const { items } = column.schema as { items?: { 'x-ref'?: string } }
  if (!items?.['x-ref']) return value
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string' && UUID.test(id)))
    return wrong(column, value)
  return (value as string[]).map((id) => id.toLowerCase())
}

function wrong({ field, type, kind }: Column, value: unknown): never {
  throw fail(
    'invalid',
    `“${String(value).slice(0, 60)}” does not fit “${field}” (${kind === 'plain' ? type : kind}).`,
    undefined,
    { field },
  )
}
