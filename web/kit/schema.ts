import { minorUnits, type MoneyValue } from './format.tsx'
import { t } from './language.ts'
import type { Schema } from './manifest.ts'

/** Which control a schema asks for. */
export type Control =
  | 'text'
  | 'long'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'enum'
  | 'enums'
  | 'date'
  | 'time'
  | 'money'
  | 'reference'
  | 'references'
  | 'file'
  | 'files'
  | 'texts'
  | 'object'
  | 'objects'
  | 'json'
  | 'password'

/** Beyond this many characters one line is too narrow. */
const LONG = 300

/** A field that may be cleared is a choice of a schema and null. */
export function isNullable(schema: Schema): boolean {
  return schema.anyOf?.some((one) => one.type === 'null') ?? false
}
/** The schema without its null, with the title it had. */
export function bare(schema: Schema): Schema {
  const others = schema.anyOf?.filter((one) => one.type !== 'null') ?? []
  if (!isNullable(schema) || others.length === 0) return schema
  const { anyOf: _choice, ...own } = schema
  return others.length === 1 ? { ...others[0], ...own } : { ...own, anyOf: others }
}

export function controlOf(given: Schema): Control {
  const schema = bare(given)
  const kind = schema['x-kind']
  if (kind === 'money') return 'money'
  if (kind === 'json') return 'json'
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (optionsOf(schema)) return 'enum'
  if (type === 'boolean') return 'boolean'
  if (type === 'integer') return 'integer'
  if (type === 'number') return 'number'
  if (type === 'array') return arrayControl(schema.items ?? {})
  if (type === 'object') return schema.properties ? 'object' : 'json'
  if (type !== 'string') return 'json'
  if (schema['x-ref'] === 'files.file') return 'file'
  if (schema['x-ref'] ?? schema['x-pick']) return 'reference'
  if (schema.format === 'date') return 'date'
  if (schema.format === 'date-time') return 'time'
  if (schema['x-sensitive'] || schema.format === 'password') return 'password'
  if (schema['x-multiline'] || (schema['x-long'] ?? (schema.maxLength ?? 0) > LONG)) return 'long'
  return 'text'
}

function arrayControl(items: Schema): Control {
  if (items['x-ref'] === 'files.file') return 'files'
  if (items['x-ref'] ?? items['x-pick']) return 'references'
  if (optionsOf(items)) return 'enums'
  if (items.type === 'string') return 'texts'
  return items.type === 'object' && items.properties ? 'objects' : 'json'
}

/** The allowed values of an enum, however it was written. */
export function optionsOf(given: Schema): string[] | undefined {
  const schema = bare(given)
  if (schema.enum) return schema.enum.map(String)
  const union = schema.anyOf ?? schema.oneOf
  if (union && union.length > 0 && union.every((one) => one.const !== undefined))
    return union.map((one) => String(one.const))
  return undefined
}

export const entityOf = (given: Schema): string => {
  const schema = bare(given)
  const one = schema['x-ref'] ?? schema['x-pick']?.split('.').slice(0, -1).join('.') ?? ''
  return String(one)
}

/** What a draft holds for a number or money while it is being typed. */
export interface MoneyDraft {
  text: string
  currency: string
}
export type Draft = Record<string, unknown>

export const isBlank = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isMoney(value) && value.text.trim() === '')

export const isMoney = (value: unknown): value is MoneyDraft =>
  typeof value === 'object' && value !== null && 'text' in value && 'currency' in value

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The first thing wrong with a field, in words, or nothing. */
export function wrongWith(given: Schema, value: unknown, required: boolean): string | undefined {
  const schema = bare(given)
  if (isBlank(value)) return required && schema.type !== 'boolean' ? t('Required.') : undefined
  const control = controlOf(schema)
  if (control === 'money') {
    const { text, currency } = value as MoneyDraft
    return minorUnits(text, currency) === undefined
      ? t('Write an amount such as 1200.50.')
      : undefined
  }
  if (control === 'number' || control === 'integer')
    return wrongNumber(schema, String(value), control === 'integer')
  if (control === 'json') return wrongJson(value)
  if (typeof value === 'string') return wrongText(schema, value)
  return undefined
}

function wrongText(schema: Schema, value: string) {
  if (schema.minLength !== undefined && value.length < schema.minLength)
    return t('At least {n} characters.', { n: schema.minLength })
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    return t('At most {n} characters.', { n: schema.maxLength })
  if ((schema.format === 'email' || schema.format === 'idn-email') && !EMAIL.test(value))
    return t('Write an address such as name@example.com.')
  return undefined
}

function wrongNumber(schema: Schema, text: string, whole: boolean) {
  const value = Number(text)
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return whole ? t('Write a whole number.') : t('Write a number.')
  if (schema.minimum !== undefined && value < schema.minimum)
    return t('At least {n}.', { n: schema.minimum })
  if (schema.maximum !== undefined && value > schema.maximum)
    return t('At most {n}.', { n: schema.maximum })
  return undefined
}

function wrongJson(value: unknown) {
  if (typeof value !== 'string') return undefined
  try {
    JSON.parse(value)
    return undefined
  } catch {
    return t('This is not valid JSON.')
  }
}

/** The draft as the action takes it: blanks left out, numbers and money as they travel. */
export function collect(schema: Schema, draft: Draft): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = draft[name]
    const control = controlOf(field)
    if (control === 'boolean' && value === undefined) {
      if (schema.required?.includes(name)) out[name] = false
      continue
    }
    if (isBlank(value)) {
      // Emptied on purpose: what was there is cleared.
      if (isNullable(field) && value !== undefined) out[name] = null
      continue
    }
    if (control === 'money') out[name] = moneyOf(value as MoneyDraft)
    else if (control === 'number' || control === 'integer') out[name] = Number(value)
    else if (control === 'json' && typeof value === 'string') out[name] = JSON.parse(value)
    else if (control === 'object') out[name] = collect(field, value as Draft)
    else if (control === 'objects')
      out[name] = (value as Draft[]).map((one) => collect(field.items ?? {}, one))
    else out[name] = typeof value === 'string' ? value.trim() : value
  }
  return out
}

const moneyOf = ({ text, currency }: MoneyDraft): MoneyValue => ({
  amount: minorUnits(text, currency) ?? '0',
  currency,
})
