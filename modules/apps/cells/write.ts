import { english } from '../manifest/words.ts'
import type { Field } from '../manifest/format.ts'

type Row = Readonly<Record<string, unknown>>

/** A value as one would write it into a cell; what reads it back is `read.ts`. */
export function cellTextOf(field: Field, record: Row): string | number | boolean | undefined {
  const value = record[field.name]
  if (value === undefined || value === null) return undefined
  switch (field.kind) {
    case 'number':
    case 'yes_no':
      return value as number | boolean
    case 'money':
      return moneyText(value as { amount: string; currency: string }, field.currency ?? 'CNY')
    case 'choice':
      return titleOf(field, value as string)
    case 'choices':
      return (value as string[]).map((each) => titleOf(field, each)).join('; ')
    case 'member':
    case 'department':
    case 'reference':
    case 'file':
    case 'picture':
      return namesOf(record[`${field.name}$`] ?? value).join('; ')
    default:
      return String(value)
  }
}

const titleOf = ({ options = [] }: Field, value: string): string => {
  const title = options.find((option) => option.value === value)?.title
  return title ? english(title) : value
}

function moneyText(
  { amount, currency }: { amount: string; currency: string },
  usual: string,
): string | number {
  const digits = currency === 'JPY' ? 0 : 2
  const number = Number(amount) / 10 ** digits
  return currency === usual ? number : `${number.toFixed(digits)} ${currency}`
}

/** What expanded references are called by; ids where nothing was expanded. */
function namesOf(value: unknown): string[] {
  return [value].flat().map((each) => {
    if (typeof each !== 'object' || each === null) return String(each)
    const { id, ...rest } = each as Row
    return String(Object.values(rest).find((part) => typeof part === 'string') ?? id)
  })
}

/** Reference fields that a list has to bring along, so that cells hold names. */
export const expandedOf = (fields: readonly Field[]): string[] =>
  fields.flatMap(({ kind, name }) => (EXPANDED.has(kind) ? [name] : [])).slice(0, 8)
const EXPANDED: ReadonlySet<string> = new Set([
  'member',
  'department',
  'reference',
  'file',
  'picture',
])
