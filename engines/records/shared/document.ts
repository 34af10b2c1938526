import { createHash } from 'node:crypto'
import { fail } from '#kernel'
import type { Column, Plan } from '#kernel/records/plan'
import { isLong, sharedOf } from '#kernel/records/plan-shared'
import { canonical } from './canonical.ts'

export type Row = Record<string, unknown>

/** A record as it lies: fields under their keys, the long ones apart. */
export interface Document {
  readonly d: Row
  readonly x: Row
}
export interface Reference {
  readonly field: string
  readonly key: string
  readonly target: string
  readonly many: boolean
}
/** A value that may occur once, and whose it is. */
export interface Claim {
  readonly rule: string
  readonly key: string
  readonly id: string
}
/** `from` points at `id`, a record of the entity `target`. */
export interface Pointer {
  readonly key: string
  readonly field: string
  readonly target: string
  readonly id: string
  readonly from: string
}

/** How records of one entity become documents, claims and references; made once per entity. */
export interface Codec {
  readonly id: string
  readonly keys: Readonly<Record<string, string>>
  readonly references: readonly Reference[]
  readonly unique: readonly { rule: string; fields: readonly string[] }[]
  /** A new document of a whole draft. */
  make(draft: Row): Document
  /** Merges a patch into a document; null and absent take a field out. Refuses what does not fit its type. */
  write(before: Document, patch: Row): Document
  /** What record `id` claims with this document; `into` gathers those of many. */
  claims(document: Document, id: string, into?: Claim[]): Claim[]
  /** Every record that the document of `from` points at. */
  targets(document: Document, from: string, into?: Pointer[]): Pointer[]
}

const codecs = new WeakMap<Plan, Codec>()
export function codecOf(plan: Plan): Codec {
  let codec = codecs.get(plan)
  if (!codec) codecs.set(plan, (codec = makeCodec(plan)))
  return codec
}

export const EMPTY: Document = { d: {}, x: {} }

function makeCodec(plan: Plan): Codec {
  const { entity } = plan
  const spec = sharedOf(entity)
  const places = new Map(
    Object.entries(entity.fields).map(([field, schema]) => [
      field,
      {
        column: plan.byField.get(field)!,
        key: spec.keys[field]!,
        home: isLong(field, schema, spec) ? ('x' as const) : ('d' as const),
      },
    ]),
  )
  const homeOf = new Map([...places.values()].map(({ key, home }) => [key, home]))
  const references = [...places].flatMap(([field, { column, key }]) =>
    referencesOf(field, key, column),
  )
  const unique = (spec.unique ?? []).map((fields) => ({
    rule: fields.map((field) => spec.keys[field]).join('+'),
    fields,
    keys: fields.map((field) => spec.keys[field]!),
  }))
  const at = (document: Document, key: string): unknown => document[homeOf.get(key)!][key]
  return {
    id: spec.id,
    keys: spec.keys,
    references,
    unique,
    make(draft) {
      const made = { d: {} as Row, x: {} as Row }
      for (const field in draft)
        if (!places.has(field) && field !== 'id')
          throw fail('invalid', `“${field}” is not a field of ${entity.title}.`)
      for (const [field, { column, key, home }] of places) {
        const value = draft[field]
        if (value !== null && value !== undefined) made[home][key] = canonical(column, value)
        else if (!column.nullable)
          throw fail('invalid', `“${field}” is required.`, undefined, { field })
      }
      return made
    },
    write(before, patch) {
      const after = { d: { ...before.d }, x: { ...before.x } }
      for (const field in patch) {
        const place = places.get(field)
        if (!place) throw fail('invalid', `“${field}” is not a field of ${entity.title}.`)
        const { column, key, home } = place
        const value = patch[field]
        if (value !== null && value !== undefined) after[home][key] = canonical(column, value)
        else if (column.nullable) delete after[home][key]
        else throw fail('invalid', `“${field}” is required.`, undefined, { field })
      }
      return after
    },
    claims(document, id, into = []) {
      for (const { rule, keys } of unique) {
        const values = keys.map((key) => at(document, key))
        // Absent values never collide.
        if (!values.includes(undefined)) into.push({ rule, key: short(JSON.stringify(values)), id })
      }
      return into
    },
    targets(document, from, into = []) {
      for (const { key, field, target, many } of references) {
        const value = at(document, key)
        if (value === undefined) continue
        for (const id of many ? new Set(value as string[]) : [value as string])
          into.push({ key, field, target, id, from })
      }
      return into
    },
  }
}

function referencesOf(field: string, key: string, { schema }: Column): Reference[] {
  const { 'x-ref': one, items } = schema as { 'x-ref'?: string; items?: { 'x-ref'?: string } }
  if (one) return [{ field, key, target: one, many: false }]
  return items?.['x-ref'] ? [{ field, key, target: items['x-ref'], many: true }] : []
}

/** An index entry has to be short; longer values are told apart by their hash. */
const KEY_MAX = 200
const short = (key: string): string =>
  key.length <= KEY_MAX ? key : `#${createHash('sha256').update(key).digest('base64url')}`

/** What differs between two documents, by key: [before, after]; absent is null. */
export function difference(before: Document, after: Document): Row {
  const diff: Row = {}
  for (const home of ['d', 'x'] as const)
    for (const key of new Set([...Object.keys(before[home]), ...Object.keys(after[home])])) {
      const [was, is] = [before[home][key], after[home][key]]
      if (JSON.stringify(was) !== JSON.stringify(is)) diff[key] = [was ?? null, is ?? null]
    }
  return diff
}
