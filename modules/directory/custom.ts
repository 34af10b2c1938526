import { fail, type Context, type RecordOf } from '#kernel'
import { isDay } from '#modules/sheets'
import { CustomField } from './entities.ts'

export type FieldRow = RecordOf<typeof CustomField>
export type CustomValues = Record<string, string | number | boolean>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>
/** More would make no readable form. */
export const FIELDS_MAX = 100

export async function customFields(ctx: AnyContext): Promise<FieldRow[]> {
  const { items } = await ctx
    .records(CustomField)
    .unchecked('what fields there are decides how a value is read')
    .list({ sort: ['sort', 'title'], limit: FIELDS_MAX })
  return items
}

/** Values merged over what was there (null clears), checked against the definitions. */
export async function customOf(
  ctx: AnyContext,
  given: Readonly<Record<string, unknown>> | null | undefined,
  before: CustomValues = {},
): Promise<CustomValues> {
  const fields = await customFields(ctx)
  const values = { ...before, ...given }
  const unknown = Object.keys(given ?? {}).find((key) => !fields.some((field) => field.key === key))
  if (unknown !== undefined) {
    const known = fields.map(({ key }) => key).join(', ')
    throw fail(
      'invalid',
      `There is no custom field “${unknown.slice(0, 60)}”.`,
      known ? `Use one of: ${known}.` : 'Define it first.',
    )
  }
  const wrong: { path: string; message: string }[] = []
  const kept: CustomValues = {}
  for (const field of fields) {
    const value = values[field.key]
    const problem = problemOf(field, value)
    if (problem) wrong.push({ path: `/custom/${field.key}`, message: problem })
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
export function problemOf(field: FieldRow, value: unknown): string | undefined {
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
const TEXT_MAX = 1000
