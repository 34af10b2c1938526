import type { JsonText } from '../json-text.ts'
import type { Filter } from '../access.ts'

/** A typed filter: fields of the record with values or operators, and/or/not. */
export type Where<R> =
  | ({ readonly [K in keyof R]?: FieldCondition<NonNullable<R[K]>> | null } & {
      readonly and?: readonly Where<R>[]
      readonly or?: readonly Where<R>[]
      readonly not?: Where<R>
    })
  | Filter
export type FieldCondition<V> =
  | (V extends string | number | boolean ? V : never)
  | {
      readonly eq?: V
      readonly ne?: V | null
      readonly gt?: V
      readonly gte?: V
      readonly lt?: V
      readonly lte?: V
      readonly in?: readonly V[]
      readonly contains?: string
      readonly startsWith?: string
      /** Of a list: holds this element. */
      readonly has?: string | number | boolean
    }

type SortKey<R> = (keyof R & string) | `-${keyof R & string}`

export interface Query<R> {
  readonly where?: Where<R>
  /** `-field` is descending; the id is always the last key, so pages never repeat or skip. */
  readonly sort?: readonly SortKey<R>[]
  readonly limit?: number
  readonly cursor?: string
  /** Case-insensitive, over the entity's `search` fields. */
  readonly search?: string
  /** Reference fields to bring along as `<field>$` (id and label, and what the actor may see of it). */
  readonly expand?: readonly string[]
}
export interface Paged<R> {
  readonly items: R[]
  readonly next?: string
}
export type Measure<R> =
  | 'count'
  | { readonly sum: keyof R & string }
  | { readonly min: keyof R & string }
  | { readonly max: keyof R & string }
  | { readonly avg: keyof R & string }

type Managed = 'id' | 'created_at' | 'updated_at' | 'rev'
export type Draft<R> = Omit<R, Managed> & { readonly id?: string }

/** One version of a record: what changed, when, by whom, and by which action. */
export interface Version {
  readonly rev: number
  readonly at: string
  readonly op: 'create' | 'update' | 'delete'
  readonly actor: string
  readonly cause: string
  readonly changes: readonly { field: string; before?: unknown; after?: unknown }[]
}

/** Records of one entity as the actor may see and change them; the only place where access rules are applied. */
export interface Records<R> {
  /** Refuses with `notFound` when there is none, or none that the actor may read. */
  get(id: string): Promise<R>
  find(id: string): Promise<R | undefined>
  first(query?: Query<R>): Promise<R | undefined>
  list(query?: Query<R>): Promise<Paged<R>>
  /** The same as JSON, where the layout can: no value becomes one of JavaScript on the way. */
  listText?(query?: Query<R>): Promise<JsonText>
  count(where?: Where<R>): Promise<number>
  aggregate<M extends Readonly<Record<string, Measure<R>>>>(query: {
    where?: Where<R>
    /** As of a list. */
    search?: string
    by?: readonly (keyof R & string)[]
    measures: M
  }): Promise<(Partial<R> & { [K in keyof M]: number })[]>
  create(draft: Draft<R>): Promise<R>
  createMany(drafts: readonly Draft<R>[]): Promise<R[]>
  /**
   * Thousands at a time (`LOAD_MAX`) under the same rules: no records come back, and the audit row holds one
   * line for all. Only of layout `shared`.
   */
  load(drafts: readonly Draft<R>[], options?: { batch?: string }): Promise<{ count: number }>
  /** Deletes some of what was loaded under this batch; answers how many, 0 when none is left. Only of layout `shared`. */
  unload(batch: string): Promise<number>
  /** Versions of a record, newest first, as far as its fields may be read. Only of layout `shared`. */
  history(id: string, options?: { limit?: number; cursor?: string }): Promise<Paged<Version>>
  /** `null` clears an optional field. With `rev`, refuses as `conflict` when the record has moved on. */
  update(
    id: string,
    patch: { readonly [K in keyof Omit<R, Managed>]?: R[K] | null | undefined },
    options?: { rev?: number },
  ): Promise<R>
  delete(id: string): Promise<void>
  /** The same without access rules; the organisation still holds. The reason is for the reader of the code. */
  unchecked(reason: string): Records<R>
}
