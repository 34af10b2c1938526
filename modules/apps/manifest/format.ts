import { T, type Static } from '#kernel'

/** The version of this format; a stored manifest of an older one goes through `upgrade.ts` first. */
export const FORMAT = 1

export const KINDS = [
  'text',
  'long',
  'number',
  'money',
  'choice',
  'choices',
  'yes_no',
  'date',
  'time',
  'member',
  'department',
  'phone',
  'email',
  'link',
  'file',
  'picture',
  'reference',
  'serial',
] as const
export type Kind = (typeof KINDS)[number]

/** More makes no app that anybody can use; each is a table, a page and six actions. */
export const ENTITIES_MAX = 40
export const FIELDS_MAX = 120
export const OPTIONS_MAX = 200
export const ROLES_MAX = 20

const strict = { additionalProperties: false } as const

/** In English, in Chinese, or both; the other is shown where one is missing. */
export const Words = T.Object(
  { en: T.Optional(T.String({ maxLength: 200 })), zh: T.Optional(T.String({ maxLength: 200 })) },
  { minProperties: 1, ...strict },
)
export type Words = Static<typeof Words>

/** Short, and for ever: records are stored under it, whatever the field is called. */
const Key = T.String({ pattern: '^[a-z][a-z0-9]{0,7}$' })
/** How it travels: part of an address or of a JSON object. */
const Noun = T.String({ pattern: '^[a-z][a-z0-9]{0,30}$' })
export const FieldName = T.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })

/** A role of the app; the organisation says which of its own roles hold it. `manage` is always there. */
const RoleKey = T.String({ pattern: '^[a-z][a-z0-9]{0,30}$' })

export const Field = T.Object(
  {
    key: Key,
    name: FieldName,
    title: Words,
    kind: T.Enum(KINDS),
    help: T.Optional(Words),
    required: T.Optional(T.Boolean()),
    unique: T.Optional(T.Boolean()),
    /** Number: no fraction. */
    whole: T.Optional(T.Boolean()),
    /** Money: what a new amount is in. */
    currency: T.Optional(T.String({ pattern: '^[A-Z]{3}$' })),
    /** File, picture, member, reference: several. */
    many: T.Optional(T.Boolean()),
    options: T.Optional(
      T.Array(
        T.Object(
          { value: T.String({ minLength: 1, maxLength: 100 }), title: T.Optional(Words) },
          strict,
        ),
        { maxItems: OPTIONS_MAX },
      ),
    ),
    /** Reference: the key of the entity it points at. */
    to: T.Optional(Key),
    serial: T.Optional(
      T.Object(
        {
          prefix: T.String({ maxLength: 20, pattern: '^[^\\s]*$' }),
          period: T.Enum(['never', 'year', 'month', 'day']),
          digits: T.Integer({ minimum: 1, maximum: 12 }),
        },
        strict,
      ),
    ),
    /** Who sees it, and who fills it in: everybody when absent. */
    seen_by: T.Optional(RoleKey),
    filled_by: T.Optional(RoleKey),
  },
  strict,
)
export type Field = Static<typeof Field>

export const AUDIENCES = ['everyone', 'own', 'department', 'roles'] as const
export type Audience = (typeof AUDIENCES)[number]
export const VIEWS = ['table', 'board', 'calendar', 'timeline'] as const

export const EntityDef = T.Object(
  {
    key: Key,
    noun: Noun,
    title: Words,
    /** Keys of its fields. */
    label: T.Optional(Key),
    fields: T.Array(Field, { minItems: 1, maxItems: FIELDS_MAX }),
    access: T.Object(
      { who: T.Enum(AUDIENCES), roles: T.Optional(T.Array(RoleKey, { maxItems: ROLES_MAX })) },
      strict,
    ),
    views: T.Array(T.Enum(VIEWS), { minItems: 1, maxItems: 4, uniqueItems: true }),
    group_by: T.Optional(Key),
    date: T.Optional(Key),
    until: T.Optional(Key),
    columns: T.Optional(T.Array(Key, { maxItems: FIELDS_MAX })),
    card: T.Optional(T.Array(Key, { maxItems: 8 })),
    /** The standard that its records fit, and which field (key) is which of the standard's. */
    stands_for: T.Optional(
      T.Object(
        {
          standard: T.String({ maxLength: 60 }),
          fields: T.Record(T.String({ maxLength: 60 }), Key, { maxProperties: 60 }),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type EntityDef = Static<typeof EntityDef>

/** An app as data: everything that a module needs, without the name under which it is installed. */
export const Manifest = T.Object(
  {
    format: T.Literal(FORMAT),
    slug: Noun,
    title: Words,
    about: T.Optional(
      T.Object(
        {
          en: T.Optional(T.String({ maxLength: 2000 })),
          zh: T.Optional(T.String({ maxLength: 2000 })),
        },
        strict,
      ),
    ),
    icon: T.String({ pattern: '^[a-z][a-z-]{0,30}$' }),
    roles: T.Array(T.Object({ key: RoleKey, title: Words }, strict), { maxItems: ROLES_MAX }),
    entities: T.Array(EntityDef, { minItems: 1, maxItems: ENTITIES_MAX }),
  },
  { title: 'App manifest', ...strict },
)
export type Manifest = Static<typeof Manifest>
