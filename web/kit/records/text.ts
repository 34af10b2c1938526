import { isMoneyValue, isObject, plainText } from '../card-data.ts'
import { majorText } from '../format.tsx'
import type { Schema } from '../manifest.ts'
import type { Row } from '../record.ts'
import { controlOf } from '../schema.ts'
import { t } from '../language.ts'

/** A value as a spreadsheet takes it: exact, without decoration. */
export function textOf(
  schema: Schema,
  name: string,
  row: Row,
  { option }: { option: (name: string, value: string) => string },
): string {
  const value = row[name]
  if (value === undefined || value === null) return ''
  const near = row[`${name}$`]
  if (isObject(near)) return plainText(near)
  if (isMoneyValue(value)) return majorText(value)
  const control = controlOf(schema)
  if (control === 'enum') return option(name, String(value))
  if (control === 'boolean') return t(value ? 'Yes' : 'No')
  if (control === 'time') return localTime(String(value))
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  return isObject(value) ? JSON.stringify(value) : String(value)
}

/** `2026-11-23 09:30`, as it is here. */
export function localTime(iso: string): string {
  const at = new Date(iso)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
