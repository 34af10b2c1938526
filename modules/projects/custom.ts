import { fail, type Static } from '#kernel'
import { isDay } from '#modules/sheets'
import type { FieldSpec } from './entities.ts'

type Field = Static<typeof FieldSpec>
export type Values = Record<string, string | number | boolean>

const TEXT_MAX = 1000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Values merged over what was there (null clears), checked against the project's own fields. */
export function customOf(
  fields: readonly Field[],
  given: Readonly<Record<string, unknown>>,
  before: Values = {},
): Values {
  const unknown = Object.keys(given).find((key) => !fields.some((field) => field.key === key))
  if (unknown !== undefined)
    throw fail(
      'invalid',
      `This project has no field “${unknown.slice(0, 60)}”.`,
      fields.length
        ? `Use one of: ${fields.map(({ key }) => key).join(', ')}.`
        : 'A lead defines fields in the project’s settings.',
    )
  const values: Record<string, unknown> = { ...before, ...given }
  const wrong: { path: string; message: string }[] = []
  const kept: Values = {}
  for (const field of fields) {
    const value = values[field.key]
    const message = problemOf(field, value)
    if (message) wrong.push({ path: `/custom/${field.key}`, message })
    else if (value !== undefined && value !== null && value !== '')
      kept[field.key] = value as string
  }
  if (wrong.length)
    throw fail('invalid', `${wrong[0]!.path.slice(8)}: ${wrong[0]!.message}`, undefined, {
      fields: wrong,
    })
  return kept
}

/** What is wrong with a value of this field; `undefined` when nothing is. */
export function problemOf(field: Field, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '')
    return field.required ? `${field.title} is required` : undefined
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'must be a number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'date':
      return typeof value === 'string' && isDay(value)
        ? undefined
        : 'must be a day such as 2026-11-23'
    case 'person':
      return typeof value === 'string' && UUID.test(value) ? undefined : 'must be a person'
    case 'choice':
      return field.choices?.includes(value as string)
        ? undefined
        : `must be one of: ${field.choices?.join(', ') ?? ''}`
    default:
      return typeof value === 'string' && value.length <= TEXT_MAX
        ? undefined
        : `must be text of at most ${TEXT_MAX} characters`
  }
}
