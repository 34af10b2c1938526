import { dayOf, dayOrderOf, type DayOrder } from '#modules/sheets'
import type { Field } from '../manifest/format.ts'

/** What a cell may mean besides what stands in it. */
export interface Lookups {
  /** People by name, e-mail or staff number in lower case; two of one name are `undefined`. */
  readonly people: ReadonlyMap<string, string>
  readonly departments: ReadonlyMap<string, string>
  /** For a reference field's key: the other list's records by what stands for them in the file. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, string>>
}
export const NO_LOOKUPS: Lookups = { people: new Map(), departments: new Map(), records: new Map() }

export interface Read {
  readonly value?: unknown
  readonly problem?: { readonly code: string; readonly message: string }
}

/** What people write where there is nothing. */
const NOTHING = /^(-+|—+|–|\/|n\/?a|null|none|nil|无|暂无|空)$/i
const YES = /^(true|yes|y|1|是|有|对|√|✓|✔|ok|on)$/i
const NO = /^(false|no|n|0|否|无|没有|×|✗|✘|off)$/i

export interface Column {
  readonly field: Field
  readonly order: DayOrder
}
export const columnOf = (field: Field, cells: readonly string[]): Column => ({
  field,
  order: field.kind === 'date' || field.kind === 'time' ? dayOrderOf(cells) : 'unclear',
})

/** One cell as a value of its field. An empty one is nothing; one that does not fit says why. */
export function readCell(cell: string, { field, order }: Column, known: Lookups): Read {
  const text = cell.normalize('NFC').trim()
  if (text === '' || (NOTHING.test(text) && field.kind !== 'yes_no')) return {}
  const wrong = (code: string, message: string): Read => ({
    problem: { code, message: `“${text.slice(0, 60)}” ${message}` },
  })
  switch (field.kind) {
    case 'number': {
      const number = numberOf(text)
      if (number === undefined) return wrong('numberUnclear', 'is not a number')
      return field.whole && !Number.isInteger(number)
        ? wrong('notWhole', 'is not a whole number')
        : { value: number }
    }
    case 'money':
      return (
        moneyOf(text, field.currency ?? 'CNY') ?? wrong('moneyUnclear', 'is not an amount of money')
      )
    case 'choice': {
      const value = optionOf(field, text)
      return value === undefined ? wrong('noSuchChoice', 'is not one of the choices') : { value }
    }
    case 'choices': {
      const values = partsOf(text).map((part) => optionOf(field, part))
      return values.includes(undefined)
        ? wrong('noSuchChoice', 'is not one of the choices')
        : { value: [...new Set(values)] }
    }
    case 'yes_no':
      return YES.test(text)
        ? { value: true }
        : NO.test(text)
          ? { value: false }
          : wrong('yesOrNo', 'is neither yes nor no')
    case 'date': {
      const day = dayOf(text, order)
      return day
        ? { value: day }
        : wrong('dayUnclear', 'is not a clear day; write it like 2026-11-23')
    }
    case 'time': {
      const at = timeOf(text, order)
      return at
        ? { value: at }
        : wrong('timeUnclear', 'is not a clear time; write it like 2026-11-23 14:30')
    }
    case 'member':
      return (
        several(field, text, (part) => known.people.get(part.toLowerCase())) ??
        wrong('noSuchPerson', 'is nobody in the directory')
      )
    case 'department':
      return (
        several(field, text, (part) => known.departments.get(part.toLowerCase())) ??
        wrong('noSuchDepartment', 'is not a department')
      )
    case 'reference':
      return (
        several(field, text, (part) => known.records.get(field.key)?.get(part.toLowerCase())) ??
        wrong('noSuchRecord', 'is not in the other list')
      )
    case 'email':
      return EMAIL.test(text) ? { value: text } : wrong('emailUnclear', 'is not an e-mail address')
    case 'link':
      return /^https?:\/\/\S+$/i.test(text)
        ? { value: text }
        : wrong('linkUnclear', 'is not a link')
    case 'phone':
      return text.length <= 40 && /\d/.test(text)
        ? { value: text }
        : wrong('phoneUnclear', 'is not a telephone number')
    case 'file':
    case 'picture':
      return wrong('files', 'is text; files are added in the app')
    case 'serial':
      return {}
    case 'text':
      return text.length <= 500
        ? { value: text }
        : wrong('tooLong', 'is too long for a line of text')
    case 'long':
      return { value: text }
  }
}

export const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

function several(
  field: Field,
  text: string,
  find: (part: string) => string | undefined,
): Read | undefined {
  if (!field.many) {
    const id = find(text)
    return id === undefined ? undefined : { value: id }
  }
  const ids = partsOf(text).map(find)
  return ids.includes(undefined) ? undefined : { value: [...new Set(ids)] }
}

function optionOf({ options = [] }: Field, text: string): string | undefined {
  const same = (word: string | undefined): boolean =>
    word !== undefined && word.toLowerCase() === text.toLowerCase()
  return options.find(({ value, title }) => same(value) || same(title?.zh) || same(title?.en))
    ?.value
}

export const partsOf = (text: string): string[] =>
  text
    .split(/\s*[、;；,，|\n]\s*/)
    .map((part) => part.trim())
    .filter(Boolean)

const SIGNS: Readonly<Record<string, string>> = {
  '¥': 'CNY',
  '￥': 'CNY',
  元: 'CNY',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
}
export const currencyIn = (text: string): string | undefined =>
  /\b(CNY|RMB|USD|EUR|GBP|HKD|JPY)\b/i.exec(text)?.[1]?.toUpperCase().replace('RMB', 'CNY') ??
  Object.entries(SIGNS).find(([sign]) => text.includes(sign))?.[1]

export function numberOf(text: string): number | undefined {
  const plain = text.normalize('NFKC').replaceAll(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
  const percent = /^([+-]?[\d.]+)\s*%$/.exec(plain)
  if (percent) return Number((Number(percent[1]) / 100).toPrecision(12))
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : undefined
}

/** Further from a whole minor unit than this is no amount of money but a number. */
const NOISE = 0.0005

function moneyOf(text: string, usual: string): Read | undefined {
  const currency = currencyIn(text) ?? usual
  const number = numberOf(text.replaceAll(/CNY|RMB|USD|EUR|GBP|HKD|JPY|[¥￥元$€£]/gi, '').trim())
  if (number === undefined) return undefined
  const units = number * (currency === 'JPY' ? 1 : 100)
  if (
    Math.abs(units) > Number.MAX_SAFE_INTEGER ||
    Math.abs(units - Math.round(units)) > NOISE * 100
  )
    return undefined
  return { value: { amount: String(Math.round(units)), currency } }
}

/** A day with an hour; what names no zone is taken as written, in UTC. */
export function timeOf(text: string, order: DayOrder): string | undefined {
  const found = /^(.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text.normalize('NFKC').trim(),
  )
  const day = dayOf(found ? found[1]! : text, order)
  if (!day) return undefined
  const [hour = '0', minute = '00', second = '00', zone = 'Z'] = found ? found.slice(2) : []
  const at = new Date(`${day}T${hour.padStart(2, '0')}:${minute}:${second}${zone}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
