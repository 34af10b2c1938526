import { fail } from '#kernel'
import { parseJson } from '#interface/door'
import type { Schema } from '#interface/openapi'

type Text = string | string[] | undefined

/**
 * Fields of an address or a form as the schema means them. What does not read as its type stays
 * text, so that validation names it.
 */
export function coerce(
  fields: Readonly<Record<string, Text>>,
  input: Schema,
): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [name, value] of Object.entries(fields)) {
    if (name === '__proto__') throw fail('invalid', 'There is no field __proto__.')
    if (value !== undefined) result[name] = field(value, input.properties?.[name])
  }
  return { ...result }
}

function field(value: string | string[], schema: Schema | undefined): unknown {
  if (schema?.type === 'array') {
    const list = Array.isArray(value) ? value : [value]
    if (list.length === 1 && list[0]!.startsWith('[')) return parseJson(list[0]!)
    return list.map((each) => scalar(each, schema.items))
  }
  // A scalar given twice is a mistake that validation will name.
  return Array.isArray(value) ? value : scalar(value, schema)
}

function scalar(text: string, schema: Schema | undefined): unknown {
  const type = schema?.type
  if (type === 'string') return text
  if (type === 'integer' || type === 'number')
    return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  if (type === 'boolean') return BOOLEANS.has(text) ? BOOLEANS.get(text) : text
  if (type === 'object' || schema?.['x-kind'] === 'json')
    return /^\s*[[{]/.test(text) ? parseJson(text) : text
  return text
}
const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['', true],
  ['false', false],
  ['0', false],
])
