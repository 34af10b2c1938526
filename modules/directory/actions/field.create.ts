import { T, conflict, defineAction, fail, visibleSchema } from '#kernel'
import { FIELDS_MAX } from '../custom.ts'
import { CustomField, FIELD_KINDS } from '../entities.ts'
import { fieldDefined } from '../events.ts'

export const createField = defineAction({
  id: 'directory.field.create',
  kind: 'command',
  effect: 'local',
  title: 'Define a custom field',
  description:
    'A further field for people: text, number, yes or no, a day, or one of several choices.',
  input: T.Object(
    {
      key: T.String({
        pattern: '^[a-z][a-z0-9_]{0,39}$',
        title: 'Key',
        description: 'Small letters, digits and _',
      }),
      title: T.String({ minLength: 1, maxLength: 100, title: 'Title' }),
      kind: T.Enum(FIELD_KINDS, { title: 'Kind' }),
      choices: T.Optional(
        T.Array(T.String({ minLength: 1, maxLength: 100 }), { maxItems: 200, title: 'Choices' }),
      ),
      required: T.Optional(T.Boolean({ default: false, title: 'Required' })),
      sort: T.Optional(T.Integer({ minimum: 0, maximum: 1000, title: 'Order' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(CustomField),
  errors: {
    keyTaken: conflict(
      'There is already a field with this key.',
      'Choose another key, or change that field.',
    ),
    tooMany: conflict('There are already a hundred custom fields.', 'Delete one that nobody uses.'),
  },
  emits: [fieldDefined],
  scope: 'directory.manage',
}).run(async ({ required = false, sort = 0, ...input }, ctx) => {
  const records = ctx.records(CustomField)
  if (await records.first({ where: { key: input.key } })) throw ctx.error('keyTaken')
  if ((await records.count()) >= FIELDS_MAX) throw ctx.error('tooMany')
  if (input.kind === 'choice' && !input.choices?.length) {
    throw fail('invalid', 'A choice needs something to choose from.', 'Give “choices”.')
  }
  const field = await records.create({ ...input, required, sort })
  ctx.emit(fieldDefined, { field: field.id, key: field.key }, { subject: field.id })
  return field
})
