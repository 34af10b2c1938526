import { minorUnits } from '../format.tsx'
import { t } from '../language.ts'
import type { Schema } from '../manifest.ts'
import { controlOf } from '../schema.ts'

/** One condition as a person set it. */
export interface Term {
  field: string
  op: Op
  value: string
}
/** Conditions that hold together or one of them; a group may stand in a group once. */
export interface Filter {
  join: 'and' | 'or'
  terms: (Term | Filter)[]
}
export type Op =
  | 'contains'
  | 'startsWith'
  | 'eq'
  | 'ne'
  | 'in'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'empty'
  | 'filled'

export const NO_FILTER: Filter = { join: 'and', terms: [] }
export const isGroup = (one: Term | Filter): one is Filter => 'terms' in one
export const needsValue = (op: Op) => op !== 'empty' && op !== 'filled'

const ABSENCE: Op[] = ['empty', 'filled']
const ORDER: Op[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', ...ABSENCE]
const OPS: Record<string, Op[]> = {
  text: ['contains', 'eq', 'ne', 'startsWith', ...ABSENCE],
  long: ['contains', ...ABSENCE],
  enum: ['in', 'eq', 'ne', ...ABSENCE],
  boolean: ['eq', ...ABSENCE],
  number: ORDER,
  integer: ORDER,
  money: ['gte', 'lte', 'eq', ...ABSENCE],
  date: ['eq', 'gte', 'lte', 'lt', 'gt', ...ABSENCE],
  time: ['gte', 'lt', ...ABSENCE],
  reference: ['eq', 'ne', ...ABSENCE],
}
/** What may be asked of a field; nothing of those that cannot be filtered by. */
export function opsOf(schema: Schema): Op[] {
  return schema['x-sensitive'] ? [] : (OPS[controlOf(schema)] ?? [])
}

export function opWords(op: Op, schema: Schema): string {
  const day = ['date', 'time'].includes(controlOf(schema))
  const words: Record<Op, string> = {
    contains: t('contains'),
    startsWith: t('begins with'),
    eq: t('is'),
    ne: t('is not'),
    in: t('is one of'),
    gt: day ? t('after') : t('more than'),
    gte: day ? t('from') : t('at least'),
    lt: day ? t('before') : t('less than'),
    lte: day ? t('not after') : t('at most'),
    empty: t('is empty'),
    filled: t('is filled in'),
  }
  return words[op]
}

/** As the filter language takes it; conditions not filled in yet narrow nothing. */
export function whereOf(
  filter: Filter,
  fields: Record<string, Schema>,
): Record<string, unknown> | undefined {
  const parts = filter.terms.flatMap((one) => {
    const where = isGroup(one) ? whereOf(one, fields) : termOf(one, fields[one.field])
    return where ? [where] : []
  })
  return parts.length > 1 ? { [filter.join]: parts } : parts[0]
}

function termOf(
  { field, op, value }: Term,
  schema: Schema | undefined,
): Record<string, unknown> | undefined {
  if (!schema) return undefined
  if (op === 'empty') return { [field]: null }
  if (op === 'filled') return { [field]: { ne: null } }
  const words = value.trim()
  if (words === '') return undefined
  const control = controlOf(schema)
  if (op === 'in') return { [field]: { in: words.split(',') } }
  if (control === 'boolean') return { [field]: words === 'true' }
  if (control === 'number' || control === 'integer')
    return Number.isFinite(Number(words)) ? { [field]: { [op]: Number(words) } } : undefined
  if (control === 'money') {
    const amount = minorUnits(words, 'CNY')
    return amount === undefined ? undefined : { [field]: { [op]: amount } }
  }
  if (control === 'time') return { [field]: { [op]: new Date(`${words}T00:00:00`).toISOString() } }
  return { [field]: { [op]: words } }
}

export const countOf = (filter: Filter, fields: Record<string, Schema>): number =>
  filter.terms.reduce(
    (sum, one) =>
      sum + (isGroup(one) ? countOf(one, fields) : termOf(one, fields[one.field]) ? 1 : 0),
    0,
  )
