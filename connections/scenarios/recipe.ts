import { T, type Static } from '#kernel'

const strict = { additionalProperties: false } as const
const Name = T.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })
/** Both languages: a recipe is shown to people as they read. */
const Words = T.Object(
  {
    en: T.String({ minLength: 1, maxLength: 2000 }),
    zh: T.String({ minLength: 1, maxLength: 2000 }),
  },
  strict,
)
export type Words = Static<typeof Words>
const Part = T.Object(
  { icon: T.String({ pattern: '^[a-z][a-z-]{0,30}$' }), title: Words, need: T.Optional(Name) },
  strict,
)

/** What somebody else's module must stand for so that the recipe runs on it. */
const Need = T.Object(
  {
    interface: T.String({ pattern: '^[a-z]+\\.[a-z]+@[0-9]{1,3}$' }),
    title: Words,
    /** It works without, and leaves out what would need it. */
    optional: T.Optional(T.Boolean()),
    /** Means one certain module and not the organisation's own choice: two of a kind are joined. */
    apart: T.Optional(T.Boolean()),
    /** Modules that do not come into question. */
    not: T.Optional(T.Array(T.String({ maxLength: 60 }), { maxItems: 20 })),
    /** Which of the recipe's apps stands for it where nothing else does. */
    app: T.Optional(Name),
  },
  strict,
)
export type Need = Static<typeof Need>

const Linked = T.Object(
  {
    connector: T.String({ minLength: 1, maxLength: 60 }),
    title: Words,
    optional: T.Optional(T.Boolean()),
  },
  strict,
)

/**
 * A flow before it is somebody's. Beside what a flow is made of (connections/flows/definition.ts) it may say,
 * anywhere: `{ "$words": { "en", "zh" } }` (as the installer reads), `{ "$setting": "threshold" }`,
 * `{ "$account": "mail" }`, `"need:order.update"` (what the need's standard calls `….update`), and, on a step,
 * a branch or any other part of a list, `"$if": "account:mail"`, `"need:shipment"` or `"setting:group"`: left out otherwise.
 * Expressions see the settings as `vars.settings`.
 */
const FlowRecipe = T.Object(
  {
    title: Words,
    description: T.Optional(Words),
    trigger: T.Json(),
    steps: T.Array(T.Json(), { minItems: 1, maxItems: 200 }),
    order: T.Optional(T.Json()),
    variables: T.Optional(T.Json()),
    zone: T.Optional(T.Json()),
    timeoutMs: T.Optional(T.Integer({ minimum: 1000 })),
  },
  strict,
)
export type FlowRecipe = Static<typeof FlowRecipe>

/** Connections that belong together, as data: what is joined, by which flows, and what is chosen when it is installed. */
export const Recipe = T.Object(
  {
    format: T.Literal(1),
    id: T.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 60 }),
    version: T.Integer({ minimum: 1 }),
    publisher: T.String({ minLength: 1, maxLength: 200 }),
    title: Words,
    description: Words,
    /** Its picture: pieces in the order in which something passes through them. */
    parts: T.Array(Part, { minItems: 2, maxItems: 8 }),
    needs: T.Record(Name, Need, { maxProperties: 12 }),
    accounts: T.Record(Name, Linked, { maxProperties: 12 }),
    /** A JSON Schema of an object; Chinese titles stand in `x-zh`. */
    settings: T.Object(
      {
        type: T.Literal('object'),
        properties: T.Record(Name, T.Record(T.String(), T.Json()), { maxProperties: 30 }),
        required: T.Optional(T.Array(Name, { maxItems: 30 })),
      },
      strict,
    ),
    /** Apps that it makes where nothing stands for a need, by name. */
    apps: T.Record(Name, T.Json(), { maxProperties: 6 }),
    flows: T.Record(Name, FlowRecipe, { minProperties: 1, maxProperties: 20 }),
  },
  { title: 'Recipe', ...strict },
)
export type Recipe = Static<typeof Recipe>

/** Under this name modules contribute recipes. */
export const RECIPE = 'scenarios.recipe'

/** What somebody chose for a recipe. */
export interface Choice {
  /** The module that stands for each need; a need that is missing is left out. */
  readonly needs: Readonly<Record<string, string>>
  /** The linked account of each alias. */
  readonly accounts: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly language: 'en' | 'zh'
}
