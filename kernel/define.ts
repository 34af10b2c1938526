import type { TObject, TOptional, TProperties } from 'typebox'
import type { Access, Fields } from './access.ts'
import type { BuiltInRole } from './actor.ts'
import type { ActionHandler, BatchHandler, Context, EventHandler } from './context.ts'
import type { ErrorSpec } from './errors.ts'
import type { JsonText } from './json-text.ts'
import { T, type Static, type TSchema } from './schema.ts'

/**
 * What a module is made of. Each `define*` freezes a plain object that is JSON except for its
 * handler; contract and handler come in two steps (`defineAction(…).run(…)`) so that literal types
 * survive, and because a contract alone is what a remote module ships.
 */

export type StandardAction =
  | 'get'
  | 'list'
  | 'aggregate'
  /** Only of layout `shared`. */
  | 'history'
  | 'create'
  | 'update'
  | 'delete'

export interface EntitySpec<F extends Fields> {
  /** `module.noun`; lies in table `module.noun` (PostgreSQL schema = module). */
  readonly id: string
  readonly title: string
  /** Written as they travel: snake_case, units last. `T.Optional` makes a column nullable. */
  readonly fields: F
  readonly access: Access
  readonly actions?: readonly StandardAction[]
  /** Standard actions on the one page of MCP tools. */
  readonly listed?: readonly StandardAction[]
  /** The scope that the standard actions need; default `<module>.use`. */
  readonly scope?: string | { readonly read: string; readonly write: string }
  /** The field that names a record to people; default `name`, then `title`. */
  readonly label?: string
  /** What a reference to it shows beside the id; default: the label. */
  readonly brief?: readonly string[]
  /** Fields that search and pickers look in (case-insensitive prefix and contains). */
  readonly search?: readonly string[]
  /** Where the data lies: with us, or at the vendor's. */
  readonly dataAt?: 'here' | 'vendor'
  readonly layout?: 'native' | 'shared' | 'large'
  /** Needed by layout `shared`, where an entity has no table of its own. */
  readonly shared?: SharedSpec
}

/** How records lie in the shared table; all of it is data that a builder made. */
export interface SharedSpec {
  /** The entity's immutable id (UUID): renaming the entity touches no row. */
  readonly id: string
  /** Each field's short immutable key: renaming a field touches no row. */
  readonly keys: Readonly<Record<string, string>>
  /** Fields whose text lies apart because it may be long; lists and objects always do. Default: text over 500 characters. */
  readonly long?: readonly string[]
  /** Fields, or sets of fields, whose values may occur once. Absent values never collide. */
  readonly unique?: readonly (readonly string[])[]
  /** Text fields that the server numbers, without gaps: `PO-2026-0001`. */
  readonly serial?: Readonly<Record<string, SerialSpec>>
  /** What becomes of a reference when its target is deleted: `keep` for what tells of the past; default `restrict`. */
  readonly onDelete?: Readonly<Record<string, 'restrict' | 'clear' | 'keep'>>
}
export interface SerialSpec {
  readonly prefix: string
  /** Starts again at 1 with each; the period stands in the number. */
  readonly period: 'never' | 'year' | 'month' | 'day'
  readonly digits: number
}
export interface Entity<F extends Fields = Fields> extends EntitySpec<F> {
  readonly type: 'entity'
}

/** Every record has these beside its own fields. `rev` grows with each change. */
export const recordFields = {
  id: T.Id({ readOnly: true }),
  created_at: T.Time({ readOnly: true }),
  updated_at: T.Time({ readOnly: true }),
  rev: T.Integer({ readOnly: true }),
} as const

export type RecordOf<E> =
  E extends Entity<infer F>
    ? Static<TObject<Writable<F>>> & Static<TObject<typeof recordFields>>
    : never
type Writable<F> = F extends TProperties ? { -readonly [K in keyof F]: F[K] } : never

export function defineEntity<const F extends Fields>(spec: EntitySpec<F>): Entity<F> {
  return Object.freeze({ ...spec, type: 'entity' as const })
}

/** The JSON Schema of a whole record as it is read. */
export function recordSchema(entity: Entity): TObject {
  return T.Object({ ...recordFields, ...entity.fields } as TProperties, { title: entity.title })
}

/** As a page of it travels: any field may be masked by a field rule. */
export function visibleSchema(entity: Entity): TObject {
  const fields: TProperties = { ...recordFields }
  for (const [name, schema] of Object.entries(entity.fields)) {
    fields[name] = entity.access.read.fields?.[name]
      ? (T.Optional(schema) as TOptional<TSchema>)
      : schema
  }
  return T.Object(fields, { title: entity.title, additionalProperties: true })
}

export interface EventSpec<P extends TSchema> {
  /** Past tense: `approval.request.approved`. */
  readonly id: string
  readonly title: string
  readonly payload: P
}
export interface EventType<P extends TSchema = TSchema> extends EventSpec<P> {
  readonly type: 'event'
}
export function defineEvent<P extends TSchema>(spec: EventSpec<P>): EventType<P> {
  return Object.freeze({ ...spec, type: 'event' as const })
}

export type ActionKind = 'query' | 'command' | 'signal'
export type Errors = Readonly<Record<string, ErrorSpec>>

/** `outside` touches the world beyond PostgreSQL. */
export type Effect = 'local' | 'outside'

type FieldOf<I extends TSchema> = unknown extends Static<I> ? string : keyof Static<I> & string

export interface ActionSpec<
  I extends TSchema,
  O extends TSchema,
  E extends Errors,
  V extends readonly EventType[],
  F extends Effect = Effect,
> {
  /** `module.noun.verb`; the file is `actions/noun.verb.ts`. */
  readonly id: string
  readonly kind: ActionKind
  /** `outside` touches the world beyond PostgreSQL: never inside a command's transaction. */
  readonly effect: F
  readonly title: string
  /** One or two sentences, for people and for agents. */
  readonly description: string
  readonly input: I
  readonly output: O
  readonly errors?: E
  /** Events it may emit; a command that emits none says why in `silent`. */
  readonly emits?: V
  readonly silent?: string
  /** The input field that holds the record acted on. */
  readonly subject?: FieldOf<I>
  /** A scope of the module's manifest, or `everyone` (no sign-in), or `member` (any actor of the organisation). */
  readonly scope: string
  readonly destructive?: boolean
  readonly idempotent?: boolean
  /** The input field that is the caller's idempotency key; the header `Idempotency-Key` works for every command. */
  readonly once?: FieldOf<I>
  /** Of a set-based command: the list in its input that makes it long. Commands share a transaction while their lists together keep within `WEIGHT_MAX` of group.ts. */
  readonly weight?: FieldOf<I>
  /** `listed` puts it on the one page of MCP tools; others are found by search. */
  readonly mcp?: 'listed'
  /** Calls per minute and caller (address for nobody); default is the door's. */
  readonly ratePerMinute?: number
  /** Queries may ask for an audit row; commands always have one. */
  readonly audited?: boolean
  /** Its page comes straight from typed columns: one item is checked against the schema, not all. */
  readonly sampled?: boolean
  /** A module's own inner action: never on a door. */
  readonly internal?: boolean
  /** Of a query: asked again and again it tells what is new. */
  readonly poll?: PollSpec
}

/** How one sees what is new in the answers of a query; all of it names fields. */
export interface PollSpec {
  /** Of the input: takes how far one has come. */
  readonly since?: string
  /** Of the answer: the list. */
  readonly items: string
  /** Of an item: what together makes it the same one. */
  readonly key: readonly string[]
  /** Of the answer: how far one has come now. */
  readonly next?: string
  /** Of an item, instead of it: what only grows. */
  readonly grows?: string
}
export interface Contract<
  I extends TSchema = TSchema,
  O extends TSchema = TSchema,
  E extends Errors = Errors,
  V extends readonly EventType[] = readonly EventType[],
  F extends Effect = Effect,
> extends ActionSpec<I, O, E, V, F> {
  readonly type: 'action'
}
export interface Action<
  I extends TSchema = TSchema,
  O extends TSchema = TSchema,
  E extends Errors = Errors,
  V extends readonly EventType[] = readonly EventType[],
  F extends Effect = Effect,
> extends Contract<I, O, E, V, F> {
  readonly handler?: ActionHandler<I, O, E, V>
  /** The same answer for a door that only sends it on. */
  text?(input: Static<I>, ctx: Context<E, V>): Promise<Static<O> | JsonText>
  /** Set-based: many commands of one organisation in one transaction. */
  readonly batch?: BatchHandler<I, O, E, V>
}

/** Input and output as types: `InputOf<typeof approveRequest>`. */
export type InputOf<A> =
  A extends Contract<infer I, infer _O, infer _E, infer _V, infer _F> ? Static<I> : never
export type OutputOf<A> =
  A extends Contract<infer _I, infer O, infer _E, infer _V, infer _F> ? Static<O> : never

// oxlint-disable-next-line typescript/no-explicit-any -- handlers differ in every parameter; the registry holds them all
export type AnyAction = Action<any, any, any, any, any>
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type AnyContract = Contract<any, any, any, any, any>

export interface ContractBuilder<
  I extends TSchema,
  O extends TSchema,
  E extends Errors,
  V extends readonly EventType[],
  F extends Effect,
> extends Contract<I, O, E, V, F> {
  run(handler: ActionHandler<I, O, E, V>): Action<I, O, E, V, F>
  /** One result or failure per input, in order. At most 64 inputs, one transaction. */
  runMany(handler: BatchHandler<I, O, E, V>): Action<I, O, E, V, F>
}

export function defineAction<
  I extends TSchema,
  O extends TSchema,
  const E extends Errors = {},
  const V extends readonly EventType[] = readonly [],
  const F extends Effect = Effect,
>(spec: ActionSpec<I, O, E, V, F>): ContractBuilder<I, O, E, V, F> {
  const contract: Contract<I, O, E, V, F> = { ...spec, type: 'action' }
  return Object.freeze({
    ...contract,
    run: (handler: ActionHandler<I, O, E, V>) => Object.freeze({ ...contract, handler }),
    runMany: (batch: BatchHandler<I, O, E, V>) => Object.freeze({ ...contract, batch }),
  })
}

/** A fact heard: runs as the module, at least once delivered and exactly once in effect, in order per `lane`. */
export interface Subscription<P extends TSchema = TSchema> {
  readonly type: 'subscription'
  readonly id: string
  readonly on: EventType<P>
  /** Payload field whose value orders delivery; without it there is no order. */
  readonly lane?: string
  readonly handler: EventHandler<P>
}
export function defineSubscription<P extends TSchema>(spec: {
  id: string
  on: EventType<P>
  lane?: string
}) {
  return {
    run: (handler: EventHandler<P>): Subscription<P> =>
      Object.freeze({ ...spec, type: 'subscription' as const, handler }),
  }
}

/** Where a module shows up in other people's work. */
export type Slot =
  | 'group-bar'
  | 'composer'
  | 'message-action'
  | 'document-block'
  | 'member-profile'
  /** A link in a message to `page` with `/<noun>/<id>` behind it shows the card that `action` finds. */
  | 'unfurl'
  | 'workbench'
  | 'sidebar'
  /** A way to bring in more, beside what can be installed. */
  | 'catalogue'
  /** Where a module that is installed is looked after. */
  | 'manage'
export interface Placement {
  readonly slot: Slot
  readonly title: string
  readonly icon: string
  /** One sentence, where there is room for it. */
  readonly about?: string
  /** The action whose form opens, or the page that shows. */
  readonly action?: string
  readonly page?: string
  /** What stands behind the page's path: `/admin/interfaces` and `sql`. */
  readonly at?: string
}

export type View = 'table' | 'board' | 'calendar' | 'timeline'
export interface PageSpec {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly icon: string
  /** Generic pages are made from an entity; `component` names a page of the module's own `web/`. */
  readonly entity?: string
  readonly views?: readonly View[]
  readonly columns?: readonly string[]
  /** Board: the field whose values are the columns. */
  readonly groupBy?: string
  /** Calendar and timeline: the fields with a record's beginning and end (a day or a time). */
  readonly date?: string
  readonly until?: string
  /** Timeline: the reference field (or list of ids) with what must come first. */
  readonly dependsOn?: string
  /**
   * By entity, the path under which this page shows one record: `/projects/{project}/board/{id}`, with fields
   * of the record in braces. A generic page shows its entity's at `<path>/<id>` without saying so.
   */
  readonly opens?: Readonly<Record<string, string>>
  /** Action id of the one primary button. */
  readonly primary?: string
  readonly component?: string
  /** Where in the rail, small first; absent = not in the rail. */
  readonly rail?: number
  readonly scope: string
}
export interface Page extends PageSpec {
  readonly type: 'page'
}
export const definePage = (spec: PageSpec): Page =>
  Object.freeze({ ...spec, type: 'page' as const })

export interface ScopeSpec {
  readonly title: string
  /** Built-in roles that hold it from the start; owner and admin hold every scope. */
  readonly roles: readonly BuiltInRole[]
  /** Of a module made from data: who holds it besides, as `person:<id>`, `department:<id>` (those below it too), `group:<id>` or `post:<id>`. */
  readonly holders?: readonly string[]
}
