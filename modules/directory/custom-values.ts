import { fail, isId } from '#kernel'
import { isDay } from '#modules/sheets'

export type CustomValues = Record<string, string | number | boolean>

/** A field that people defined, wherever its definition lies. */
export interface DefinedField {
  readonly key: string
  readonly title: string
  readonly kind: string
  readonly choices?: readonly string[] | undefined
  readonly required?: boolean | undefined
}

const TEXT_MAX = 1000

/** Values merged over what was there (null clears); refuses with every wrong one named. */
export function checkedValues(
  fields: readonly DefinedField[],
  given: Readonly<Record<string, unknown>>,
  before: CustomValues,
  unknownField: { readonly message: (key: string) => string; readonly fix: string },
): CustomValues {
  const unknown = Object.keys(given).find((key) => !fields.some((field) => field.key === key))
  if (unknown !== undefined)
    throw fail(
      'invalid',
      unknownField.message(unknown.slice(0, 60)),
      fields.length ? `Use one of: ${fields.map(({ key }) => key).join(', ')}.` : unknownField.fix,
    )
  const values: Readonly<Record<string, unknown>> = { ...before, ...given }
  const wrong: { path: string; message: string }[] = []
  const kept: CustomValues = {}
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
export function problemOf(field: DefinedField, value: unknown): string | undefined {
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
      return isId(typeof value === 'string' ? value.toLowerCase() : value)
        ? undefined
        : 'must be a person'
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
