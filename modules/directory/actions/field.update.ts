import { T, defineAction, fail, visibleSchema } from '#kernel'
import { CustomField } from '../entities.ts'
import { fieldDefined } from '../events.ts'

export const updateField = defineAction({
  id: 'directory.field.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a custom field',
  description:
    'Its title, choices, order and whether it is required. Key and kind stay, since values are kept under them.',
  input: T.Object(
    {
      field: T.Id({ title: 'Field', 'x-pick': 'directory.field.list' }),
      rev: T.Optional(T.Integer()),
      title: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Title' })),
      choices: T.Optional(
        T.Array(T.String({ minLength: 1, maxLength: 100 }), { maxItems: 200, title: 'Choices' }),
      ),
      required: T.Optional(T.Boolean({ title: 'Required' })),
      sort: T.Optional(T.Integer({ minimum: 0, maximum: 1000, title: 'Order' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(CustomField),
  emits: [fieldDefined],
  subject: 'field',
  scope: 'directory.manage',
  idempotent: true,
}).run(async ({ field: id, rev, ...patch }, ctx) => {
  const field = await ctx.records(CustomField).update(id, patch, rev === undefined ? {} : { rev })
  if (field.kind === 'choice' && !field.choices?.length)
    throw fail('invalid', 'A choice needs something to choose from.')
  ctx.emit(fieldDefined, { field: id, key: field.key })
  return field
})
