import { ref, T, type TSchema } from '#kernel'
import type { Field } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'

/** Longest text of each kind. */
const TEXT_MAX = 500
const LONG_MAX = 50_000
/** Files, people or records that one field holds at most. */
const MANY_MAX = 100

/** The schema of one field as every door shows it; a choice's English titles travel beside its values. */
export function schemaOf(field: Field, entityId: (key: string) => string): TSchema {
  const schema = valueOf(field, entityId)
  return field.required ? schema : (T.Optional(schema) as TSchema)
}

function valueOf(field: Field, entityId: (key: string) => string): TSchema {
  const options = {
    title: english(field.title),
    ...(field.help ? { description: english(field.help) } : {}),
  }
  const several = (one: (about: Record<string, unknown>) => TSchema): TSchema =>
    field.many
      ? T.Array(one({}), { ...options, maxItems: MANY_MAX, uniqueItems: true })
      : one(options)
  const filled = field.required ? { minLength: 1 } : {}
  switch (field.kind) {
    case 'text':
      return T.String({ ...options, ...filled, maxLength: TEXT_MAX, 'x-long': false })
    case 'long':
      return T.String({ ...options, ...filled, maxLength: LONG_MAX, 'x-long': true })
    case 'number':
      return field.whole ? T.Integer(options) : T.Number(options)
    case 'money':
      return T.Money({ ...options, ...(field.currency ? { 'x-currency': field.currency } : {}) })
    case 'choice':
      return T.Enum(valuesOf(field), { ...options, ...titled(field) })
    case 'choices':
      return T.Array(T.Enum(valuesOf(field), titled(field)), { ...options, uniqueItems: true })
    case 'yes_no':
      return T.Boolean(options)
    case 'date':
      return T.Day(options)
    case 'time':
      return T.Time(options)
    case 'member':
      return several((about) => ref('directory.person', about))
    case 'department':
      return ref('directory.department', options)
    case 'phone':
      return T.String({ ...options, maxLength: 40, 'x-kind': 'phone' })
    case 'email':
      return T.String({ ...options, maxLength: 254, format: 'email' })
    case 'link':
      return T.String({
        ...options,
        maxLength: 2000,
        pattern: '^https?://',
        'x-kind': 'link',
        'x-long': false,
      })
    case 'file':
    case 'picture':
      return several((about) => ref('files.file', { ...about, 'x-kind': field.kind }))
    case 'reference':
      return several((about) => ref(entityId(field.to!), about))
    case 'serial':
      return T.String({ ...options, maxLength: 60, readOnly: true })
  }
}

const valuesOf = (field: Field): string[] => (field.options ?? []).map(({ value }) => value)

function titled(field: Field): Record<string, unknown> {
  const titles = (field.options ?? []).flatMap(({ value, title }) =>
    title && english(title) !== value ? [[value, english(title)] as const] : [],
  )
  return titles.length ? { 'x-titles': Object.fromEntries(titles) } : {}
}

export const isFile = ({ kind }: Field): boolean => kind === 'file' || kind === 'picture'
