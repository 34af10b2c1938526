import { fail } from '../errors.ts'
import { columnOf, type Plan } from './plan.ts'

export interface SortKey {
  readonly field: string
  readonly descending: boolean
}

/** The sort keys of a query; the id is always the last, so that pages never repeat or skip. */
export function sortKeys(plan: Plan, sort: readonly string[] | undefined): SortKey[] {
  const keys = (sort?.length ? sort : ['-id']).map((key) => {
    const descending = key.startsWith('-')
    const field = descending ? key.slice(1) : key
    const column = columnOf(plan, field)
    if (column.kind === 'json') throw fail('invalid', `“${field}” cannot be sorted by.`)
    return { field, descending }
  })
  if (keys.length > 4) throw fail('invalid', 'Sort by at most 4 fields.')
  return keys.some((key) => key.field === 'id')
    ? keys
    : [...keys, { field: 'id', descending: keys.at(-1)!.descending }]
}

/** The position after a row: its sort values, bound to the sort that made it. */
export function cursorOf(keys: readonly SortKey[], values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([signature(keys), ...values])).toString('base64url')
}

export function readCursor(
  keys: readonly SortKey[],
  cursor: string,
): (string | number | boolean | null)[] {
  const broken = fail(
    'invalid',
    'The cursor is not one that this list gave.',
    'Start again without a cursor; keep the sort the same while paging.',
  )
  try {
    const [made, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [
      string,
      ...(string | number | boolean | null)[],
    ]
    if (made !== signature(keys) || values.length !== keys.length) throw broken
    if (values.some((value) => typeof value === 'object' && value !== null)) throw broken
    return values
  } catch {
    throw broken
  }
}

const signature = (keys: readonly SortKey[]): string =>
  keys.map(({ field, descending }) => (descending ? `-${field}` : field)).join()
