import type { TSchema } from './schema.ts'

/**
 * The access language: data, JSON-serialisable, compiled to SQL in `records/compile.ts` and nowhere
 * else. The same filter language serves callers (`list({ where })`) and rules; only rules may use
 * `scope`, `range`, `exists` and `$actor.*` / `$row.*` values.
 */
export type Filter =
  | true
  | false
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly scope: string }
  | {
      readonly range: {
        readonly scope: string
        readonly self?: string
        readonly department?: string
      }
    }
  | { readonly exists: { readonly entity: string; readonly where: Filter } }
  | { readonly [field: string]: Condition }

/** `null` means "is absent". A string `$actor.id`, `$actor.departments`, … or `$row.field` is replaced. */
export type Condition = Scalar | readonly Scalar[] | Operators | Filter | readonly Filter[]
export type Scalar = string | number | boolean | null
export interface Operators {
  readonly eq?: Scalar
  readonly ne?: Scalar
  readonly gt?: Scalar
  readonly gte?: Scalar
  readonly lt?: Scalar
  readonly lte?: Scalar
  /** A list, or `$actor.departments | subtree | groups | roles`. */
  readonly in?: readonly Scalar[] | string
  /** Case-insensitive "contains"; never an index condition, so give it company. */
  readonly contains?: string
  readonly startsWith?: string
  /** Of a list: holds this element. */
  readonly has?: string | number | boolean
}

export interface ReadRule {
  readonly where: Filter
  /** Fields that need more: outside their filter they are absent, and cannot be filtered or sorted by. */
  readonly fields?: { readonly [field: string]: Filter }
}
export interface WriteRule {
  /** The row before. */
  readonly where?: Filter
  /** The row after. */
  readonly check?: Filter
  /** The only fields that may be written. */
  readonly fields?: readonly string[]
  /** Told to one who may see the row but not change it. */
  readonly reason?: string
}
export interface Access {
  readonly read: ReadRule
  readonly create?: WriteRule
  readonly update?: WriteRule
  readonly delete?: WriteRule
  /** Who knows that the row exists though he may not read it (its card was delivered to him): refused as forbidden, not as not found. */
  readonly known?: Filter
}

export const anyOf = (...rules: Filter[]): Filter => ({ or: rules })
export const allOf = (...rules: Filter[]): Filter => ({ and: rules })
export const not = (rule: Filter): Filter => ({ not: rule })
/** Holds when the actor has the scope, whatever its range. */
export const scope = (id: string): Filter => ({ scope: id })
/**
 * Holds as far as the actor's range for the scope reaches: `self` and `department` name the row's
 * fields that hold a person and a department. `within('directory.read', { self: 'id', department: 'department' })`.
 */
export const within = (
  id: string,
  fields: { self?: string; department?: string } = {},
): Filter => ({ range: { scope: id, ...fields } })
/** Holds when a row of the other entity does; `$row.x` inside is this row's field. */
export const exists = (entity: string, where: Filter): Filter => ({ exists: { entity, where } })

export type Fields = Readonly<Record<string, TSchema>>
