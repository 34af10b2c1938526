import type { Entity, SharedSpec } from '../define.ts'
import type { TSchema } from '../schema.ts'
import { isOptional, MANAGED_COLUMNS, naming, typeOf, type Column, type Plan } from './column.ts'

/** Text that may be longer lies apart from the fields that pages filter by: PostgreSQL reads rows over 2 kB several times slower. */
const SHORT_MAX = 500

/** Where the records of a shared entity lie: one document each in `rec.record`, fields under short keys. */
export function sharedPlan(entity: Entity): Plan {
  const spec = sharedOf(entity)
  const columns = [
    ...MANAGED_COLUMNS.map(({ field, type, schema }) => managed(field, type, schema)),
    ...Object.entries(entity.fields).map(([field, schema]) => sharedColumn(field, schema, spec)),
  ]
  const names = naming(entity, columns)
  return {
    ...names,
    from: (alias) => `rec.record ${alias}`,
    home: (alias, build) => `${alias}.org = $1 AND ${alias}.entity = ${build.bind(spec.id)}::uuid`,
    document: (alias) => MANAGED.map((name) => `${alias}.${name}`).join(', '),
    width: MANAGED.length + names.masked.length,
    decode: documentDecoder(entity, spec, names.masked),
  }
}
const MANAGED = ['id', 'created_at', 'updated_at', 'rev', 'd', 'x'] as const

export function sharedOf(entity: Entity): SharedSpec {
  const spec = entity.shared
  if (!spec) throw new Error(`${entity.id}: layout shared needs “shared”: its id and its keys`)
  for (const field of Object.keys(entity.fields))
    if (!/^[a-z][a-z0-9]{0,7}$/.test(spec.keys[field] ?? ''))
      throw new Error(`${entity.id}.${field}: needs a short key in shared.keys, such as f1`)
  return spec
}

/** Lists, objects and long text lie in `x`, everything that is filtered or sorted by in `d`. */
export function isLong(field: string, schema: TSchema, spec: SharedSpec): boolean {
  const { type, kind } = typeOf(schema)
  if (kind === 'json') return true
  if (type !== 'text') return false
  if (spec.long) return spec.long.includes(field)
  const {
    maxLength,
    enum: values,
    anyOf,
  } = schema as {
    maxLength?: number
    enum?: unknown[]
    anyOf?: unknown[]
  }
  return !values && !anyOf && (maxLength ?? Infinity) > SHORT_MAX
}

function managed(field: string, type: Column['type'], schema: TSchema): Column {
  const sql = (alias: string): string => `${alias}.${field}`
  const read = (alias: string): string[] => [sql(alias)]
  return {
    field,
    type,
    kind: 'plain',
    nullable: false,
    schema,
    cast: type,
    collated: false,
    sql,
    read,
  }
}

function sharedColumn(field: string, schema: TSchema, spec: SharedSpec): Column {
  const found = typeOf(schema)
  // Kept as written, so no sum of decimals ever drifts.
  const type = found.type === 'double precision' ? 'numeric' : found.type
  const { kind } = found
  const [key, home] = [spec.keys[field]!, isLong(field, schema, spec) ? 'x' : 'd']
  const value = (alias: string): string => `(${alias}.${home}->>'${key}')`
  const money = (alias: string, part: string): string => `(${alias}.${home}->'${key}'->>'${part}')`
  const sql = (alias: string): string => {
    if (kind === 'json') return `(${alias}.${home}->'${key}')`
    if (kind === 'money') return `${money(alias, 'amount')}::bigint`
    // The same order on every server, whatever its locale.
    return type === 'text' ? `(${value(alias)} COLLATE "C")` : `${value(alias)}::${type}`
  }
  const read = (alias: string): string[] => {
    if (kind === 'money') return [sql(alias), money(alias, 'currency')]
    return [type === 'numeric' ? `${value(alias)}::double precision` : sql(alias)]
  }
  const collated = type === 'text'
  return {
    field,
    type,
    kind,
    nullable: isOptional(schema),
    schema,
    cast: type,
    collated,
    sql,
    read,
  }
}

type Document = Readonly<Record<string, unknown>>

function documentDecoder(entity: Entity, { keys }: SharedSpec, masked: readonly string[]) {
  const fields = Object.keys(entity.fields).map((field) => [field, keys[field]!] as const)
  return (row: readonly unknown[]): Record<string, unknown> => {
    const [id, created_at, updated_at, rev, d, x] = row
    const record: Record<string, unknown> = { id, created_at, updated_at, rev }
    for (const [field, key] of fields) {
      const value = (d as Document)[key] ?? (x as Document | null)?.[key]
      if (value !== undefined) record[field] = value
    }
    for (const [index, field] of masked.entries())
      if (row[MANAGED.length + index] !== true) delete record[field]
    return record
  }
}
