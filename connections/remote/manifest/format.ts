import { T, type Static } from '#kernel'

/** What a vendor's server publishes at `/.well-known/tenon.json`. Everything but `endpoints` is for people and doors. */

/** English always; Chinese where the vendor has it. */
export const Words = T.Object(
  {
    en: T.String({ minLength: 1, maxLength: 200 }),
    zh: T.Optional(T.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
)
const Long = T.Object(
  { en: T.String({ maxLength: 2000 }), zh: T.Optional(T.String({ maxLength: 2000 })) },
  { additionalProperties: false },
)

const NOUN = '^[a-z][a-z0-9]{0,30}$'
const ID = '^[a-z][a-z0-9]{0,30}\\.[a-z][a-z0-9_]{0,30}$'
const FIELD = '^[a-z][a-z0-9_]{0,40}$'
const Icon = T.String({ pattern: '^[a-z][a-z-]{0,30}$' })
/** A path on the vendor's own server: nothing in a manifest can point at somebody else's. */
const At = T.String({ pattern: '^/([A-Za-z0-9._~-][A-Za-z0-9._~/-]{0,200})?$' })
const Key = T.String({ pattern: '^[a-z][a-z0-9_]{0,30}$' })
const Schema = T.Unsafe<Record<string, unknown>>({ type: 'object' })

/** The most of a kind that one manifest may have. */
const MANY = 200

const CardButton = T.Object(
  {
    name: Key,
    text: Words,
    action: T.String({ pattern: ID }),
    /** Input field → field of the card; `id` is the record. */
    input: T.Record(T.String({ pattern: FIELD }), T.String({ pattern: FIELD })),
    /** Shown when this field of the card has this value. */
    when: T.Optional(
      T.Object(
        {
          field: T.String({ pattern: FIELD }),
          is: T.Union([T.String({ maxLength: 100 }), T.Number(), T.Boolean()]),
        },
        { additionalProperties: false },
      ),
    ),
    ask: T.Optional(T.Array(T.String({ pattern: FIELD }), { maxItems: 10 })),
    tone: T.Optional(T.Enum(['primary', 'danger', 'plain'])),
    confirm: T.Optional(Words),
  },
  { additionalProperties: false },
)

export const Manifest = T.Object(
  {
    tenon: T.Literal(1),
    id: T.String({ pattern: '^[a-z][a-z0-9]{1,30}$' }),
    version: T.Integer({ minimum: 1 }),
    title: Words,
    description: T.Optional(Long),
    publisher: T.String({ minLength: 1, maxLength: 100 }),
    partnerType: T.Enum(['software', 'hardware', 'low-code', 'delivery', 'suite', 'training']),
    icon: Icon,
    endpoints: T.Object(
      {
        call: At,
        install: At,
        events: T.Optional(At),
        search: T.Optional(At),
        health: T.Optional(At),
        /** Where a sign-in by OpenID Connect comes back to, and where a sign-out is told. */
        signIn: T.Optional(At),
        signOut: T.Optional(At),
      },
      { additionalProperties: false },
    ),
    /** Rights of the organisation's other modules that it asks for, each with the reason. */
    asks: T.Array(
      T.Object(
        { scope: T.String({ maxLength: 100 }), why: Words },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
    /** Its own rights, which the organisation gives to its people. */
    scopes: T.Record(
      Key,
      T.Object(
        { title: Words, roles: T.Array(T.Enum(['member', 'auditor']), { maxItems: 2 }) },
        { additionalProperties: false },
      ),
    ),
    entities: T.Array(
      T.Object(
        {
          noun: T.String({ pattern: NOUN }),
          title: Words,
          label: T.String({ pattern: FIELD }),
          fields: T.Record(T.String({ pattern: FIELD }), Schema),
          required: T.Optional(T.Array(T.String({ pattern: FIELD }), { maxItems: MANY })),
          search: T.Optional(T.Array(T.String({ pattern: FIELD }), { maxItems: 20 })),
          words: T.Optional(T.Record(T.String({ pattern: FIELD }), Words)),
          scope: Key,
          /** How a record of it looks on a card. */
          card: T.Optional(
            T.Object(
              {
                /** Shown as facts, in this order. */
                facts: T.Array(T.String({ pattern: FIELD }), { maxItems: 20 }),
                /** Stands beside the name; each value of it has words and a tone. */
                state: T.Optional(
                  T.Object(
                    {
                      field: T.String({ pattern: FIELD }),
                      values: T.Record(
                        T.String({ maxLength: 40 }),
                        T.Object(
                          {
                            text: Words,
                            tone: T.Optional(
                              T.Enum(['success', 'warning', 'danger', 'info', 'closed']),
                            ),
                          },
                          { additionalProperties: false },
                        ),
                      ),
                    },
                    { additionalProperties: false },
                  ),
                ),
                /** A list of `{ text, person?, at? }`: what has happened, oldest first. */
                timeline: T.Optional(T.String({ pattern: FIELD })),
                buttons: T.Optional(T.Array(CardButton, { maxItems: 6 })),
                /** Further words that stand in its data, such as the texts of the timeline. */
                words: T.Optional(T.Array(Words, { maxItems: 50 })),
                /** The page that shows one record, as `<page>/<noun>/<id>`. */
                page: T.Optional(Key),
              },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
      { maxItems: MANY },
    ),
    actions: T.Array(
      T.Object(
        {
          id: T.String({ pattern: ID }),
          kind: T.Enum(['query', 'command']),
          title: Words,
          description: T.String({ minLength: 1, maxLength: 1000 }),
          input: Schema,
          output: Schema,
          words: T.Optional(T.Record(T.String({ pattern: FIELD }), Words)),
          scope: Key,
          subject: T.Optional(T.String({ pattern: FIELD })),
          destructive: T.Optional(T.Boolean()),
          /** Called again with the same id it does nothing more; only then a lost answer is asked for again. */
          idempotent: T.Optional(T.Boolean()),
          /** The noun whose record it makes: its `id` is in the answer, and its card can be posted. */
          makes: T.Optional(T.String({ pattern: NOUN })),
        },
        { additionalProperties: false },
      ),
      { maxItems: MANY },
    ),
    events: T.Array(
      T.Object(
        { id: T.String({ pattern: ID }), title: Words, payload: Schema },
        { additionalProperties: false },
      ),
      { maxItems: MANY },
    ),
    pages: T.Array(
      T.Object(
        {
          id: Key,
          title: Words,
          icon: Icon,
          at: At,
          scope: Key,
          /** Asks for a place in the rail; else it stands in the workbench. */
          rail: T.Optional(T.Boolean()),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20 },
    ),
    placements: T.Array(
      T.Object(
        {
          slot: T.Enum(['composer', 'document-block', 'group-bar', 'workbench']),
          title: Words,
          icon: Icon,
          action: T.Optional(T.String({ pattern: ID })),
          page: T.Optional(Key),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20 },
    ),
    implements: T.Optional(
      T.Array(
        T.Object(
          {
            interface: T.String({ pattern: '^[a-z.]{1,60}@[0-9]{1,3}$' }),
            /** The standard's id → own id (`customer.find`). */
            ids: T.Optional(T.Record(T.String({ maxLength: 100 }), T.String({ pattern: ID }))),
            /** The standard's field → own field. */
            fields: T.Optional(
              T.Record(T.String({ pattern: FIELD }), T.String({ pattern: FIELD })),
            ),
            without: T.Optional(T.Array(T.String({ maxLength: 100 }), { maxItems: MANY })),
          },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
  },
  { additionalProperties: false },
)
export type Manifest = Static<typeof Manifest>
export type EntityDef = Manifest['entities'][number]
export type ActionDef = Manifest['actions'][number]
export type Words = Static<typeof Words>
