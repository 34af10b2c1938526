import { defineAction, T, type TSchema } from '#kernel'
import { schemaOf } from '../make/fields.ts'
import type { Field } from '../manifest/format.ts'
import { chinese, english } from '../manifest/words.ts'
import { isFile } from '../make/fields.ts'
import { FILES_MAX, formOf, Token } from '../share/form.ts'

export const showForm = defineAction({
  id: 'apps.form.show',
  kind: 'query',
  effect: 'local',
  title: 'See a shared form',
  description: 'The fields of a form that was shared by its link. Nothing else of the app is told.',
  input: T.Object({ form: Token }, { additionalProperties: false }),
  output: T.Object({
    title: T.String(),
    intro: T.Optional(T.String()),
    organisation: T.String(),
    schema: T.Unsafe<Record<string, unknown>>({ type: 'object' }),
    /** Chinese titles by field, and by field and value. */
    zh: T.Record(T.String(), T.String()),
  }),
  scope: 'everyone',
  ratePerMinute: 60,
}).run(async ({ form: token }, ctx) => {
  const { title, intro, organisation, fields } = await formOf(ctx.sql, token, ctx.now)
  const properties = Object.fromEntries(
    fields.map((field) => [
      field.name,
      bounded(
        field,
        schemaOf(field, () => ''),
      ),
    ]),
  )
  const zh = fields.flatMap(({ name, title: words, help, options = [] }) => [
    [name, chinese(words)] as const,
    ...(help ? [[`${name}?`, chinese(help)] as const] : []),
    ...options.map(
      (option) =>
        [`${name}.${option.value}`, option.title ? chinese(option.title) : option.value] as const,
    ),
  ])
  const required = fields.filter((field) => field.required).map(({ name }) => name)
  const schema = {
    type: 'object',
    title: english({ en: title }),
    properties,
    required,
    additionalProperties: false,
  }
  return { title, ...(intro ? { intro } : {}), organisation, schema, zh: Object.fromEntries(zh) }
})

/** Of files an answer holds a few only. */
const bounded = (field: Field, schema: TSchema): TSchema =>
  isFile(field) && field.many ? ({ ...schema, maxItems: FILES_MAX } as TSchema) : schema
