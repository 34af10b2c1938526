import { T } from '#kernel'
import { anything, defineStep } from '../define-step.ts'
import { oneOf, textOf } from '../given.ts'
import { decoded, encoded, FORMATS } from '../formats.ts'

export const encode = defineStep({
  kind: 'encode',
  title: 'Write as text',
  description:
    'Writes a value, or records, as JSON, CSV, XML, lines of JSON, a form, Base64 or hex.',
  effect: 'pure',
  schema: T.Object({
    value: anything({ title: 'Value' }),
    format: T.Enum(FORMATS, { title: 'Format' }),
    columns: T.Optional(T.Array(T.String({ maxLength: 200 }), { title: 'Columns' })),
  }),
  run: ({ value = null, format, columns }) =>
    encoded(
      oneOf(format, FORMATS, 'The format'),
      value,
      columns?.map((name) => textOf(name, 'A column', 200)),
    ),
})

export const decode = defineStep({
  kind: 'decode',
  title: 'Read a text',
  description: 'Reads JSON, CSV, XML, lines of JSON, a form, Base64 or hex.',
  effect: 'pure',
  schema: T.Object({
    text: T.String({ title: 'Text' }),
    format: T.Enum(FORMATS, { title: 'Format' }),
    header: T.Optional(T.Boolean({ title: 'The first row names the columns', default: true })),
    separator: T.Optional(T.String({ title: 'Between columns', minLength: 1, maxLength: 1 })),
  }),
  run: ({ text, format, header = true, separator }) =>
    decoded(
      oneOf(format, FORMATS, 'The format'),
      textOf(text, 'What to read'),
      header !== false,
      separator,
    ),
})
