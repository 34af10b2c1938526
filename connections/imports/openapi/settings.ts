import { fail, T, type Static } from '#kernel'
import { Value } from 'typebox/value'

const Pointer = T.String({ maxLength: 200, pattern: '^(/[^/]{1,100})*/?$' })
const Name = T.String({ minLength: 1, maxLength: 100 })
export const NOUN = '^[a-z][a-z0-9]{0,39}$'
export const VERB = '^[a-z][a-z0-9_]{0,39}$'

export const Paging = T.Object(
  {
    style: T.Enum(['cursor', 'page', 'offset', 'link'], { title: 'Pages by' }),
    items: T.Optional(Pointer),
    limit: T.Optional(Name),
    cursor: T.Optional(Name),
    next: T.Optional(Pointer),
    first: T.Optional(T.Integer({ minimum: 0, maximum: 1 })),
    most: T.Optional(T.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
)

/** What a document does not say about an operation, and somebody who knows the service does: `x-tenon` beside it, or on import. */
export const Settings = T.Object(
  {
    noun: T.Optional(T.String({ pattern: NOUN, title: 'Thing' })),
    verb: T.Optional(T.String({ pattern: VERB, title: 'Verb' })),
    title: T.Optional(T.String({ minLength: 1, maxLength: 150, title: 'Name' })),
    zh: T.Optional(T.String({ minLength: 1, maxLength: 150, title: 'Chinese name' })),
    kind: T.Optional(T.Enum(['query', 'command'], { title: 'Kind' })),
    again: T.Optional(T.Boolean({ title: 'Doing it twice does no harm' })),
    idempotency: T.Optional(
      T.String({ pattern: '^[A-Za-z0-9-]{1,60}$', title: 'Header of the key' }),
    ),
    paging: T.Optional(Paging),
    unwrap: T.Optional(Pointer),
    fault: T.Optional(
      T.Object(
        {
          at: Pointer,
          ok: T.Array(T.Json(), { minItems: 1, maxItems: 10 }),
          message: T.Optional(Pointer),
        },
        { additionalProperties: false },
      ),
    ),
    poll: T.Optional(
      T.Object({ cursor: Name, since: Name, key: Name }, { additionalProperties: false }),
    ),
    /** Parameters that always have this value, and those that go by another name here. */
    fixed: T.Optional(T.Record(Name, T.String({ maxLength: 500 }), { maxProperties: 20 })),
    names: T.Optional(T.Record(Name, T.String({ pattern: VERB }), { maxProperties: 60 })),
  },
  { additionalProperties: false },
)
export type Settings = Static<typeof Settings>

export function settingsOf(operation: Readonly<Record<string, unknown>>): Settings {
  const said = operation['x-tenon']
  if (said === undefined) return {}
  if (Value.Check(Settings, said)) return said
  const [first] = Value.Errors(Settings, said) as { instancePath: string; message: string }[]
  throw fail(
    'invalid',
    `“x-tenon” is not as it should be: ${first?.instancePath || '/'} ${first?.message ?? ''}`.slice(
      0,
      300,
    ),
    'See the README of the module imports.',
  )
}
