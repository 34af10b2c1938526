import { fail } from '../errors.ts'
import type { Entity } from '../define.ts'
import type { TSchema } from '../schema.ts'

/** How one field lies in its table. Money takes two columns, everything else one. */
export interface Column {
  readonly field: string
  readonly name: string
  /** PostgreSQL type; values are sent as text and cast to it. */
  readonly type:
    | 'text'
    | 'uuid'
    | 'timestamptz'
    | 'date'
    | 'bigint'
    | 'double precision'
    | 'boolean'
    | 'jsonb'
  readonly kind: 'plain' | 'json' | 'money'
  readonly nullable: boolean
  readonly schema: TSchema
}

export interface Plan {
  readonly entity: Entity
  readonly table: string
  readonly columns: readonly Column[]
  readonly byField: ReadonlyMap<string, Column>
  readonly label: string
  readonly brief: readonly string[]
  /** Values that a selected row takes, and the record that they become. */
  readonly width: number
  readonly decode: (row: readonly unknown[]) => Record<string, unknown>
}

const plans = new WeakMap<Entity, Plan>()

/** Where the records of a native entity lie: table `module.noun`, one column per field. */
export function planOf(entity: Entity): Plan {
  let plan = plans.get(entity)
  if (!plan) {
    plan = makePlan(entity)
    plans.set(entity, plan)
  }
  return plan
}

export function columnOf(plan: Plan, field: string): Column {
  const column = plan.byField.get(field)
  if (!column)
    throw fail(
      'invalid',
      `“${field}” is not a field of ${plan.entity.title}.`,
      `Use one of: ${[...plan.byField.keys()].join(', ')}.`,
    )
  return column
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

function makePlan(entity: Entity): Plan {
  const managed: Column[] = [
    {
      field: 'id',
      name: '"id"',
      type: 'uuid',
      kind: 'plain',
      nullable: false,
      schema: { type: 'string' } as TSchema,
    },
    {
      field: 'created_at',
      name: '"created_at"',
      type: 'timestamptz',
      kind: 'plain',
      nullable: false,
      schema: { type: 'string' } as TSchema,
    },
    {
      field: 'updated_at',
      name: '"updated_at"',
      type: 'timestamptz',
      kind: 'plain',
      nullable: false,
      schema: { type: 'string' } as TSchema,
    },
    {
      field: 'rev',
      name: '"rev"',
      type: 'bigint',
      kind: 'plain',
      nullable: false,
      schema: { type: 'integer' } as TSchema,
    },
  ]
  const columns = [
    ...managed,
    ...Object.entries(entity.fields).map(([field, schema]) => column(field, schema)),
  ]
  const [schema, noun] = entity.id.split('.') as [string, string]
  const byField = new Map(columns.map((each) => [each.field, each]))
  const label = entity.label ?? (['name', 'title'].find((field) => byField.has(field)) || 'id')
  return {
    entity,
    table: `${quote(schema)}.${quote(noun)}`,
    columns,
    byField,
    label,
    brief: entity.brief ?? [label],
    width: width(columns),
    decode: decoder(columns, 0),
  }
}

function column(field: string, schema: TSchema): Column {
  const nullable = (schema as { '~optional'?: boolean })['~optional'] === true
  return { field, name: quote(field), nullable, schema, ...typeOf(schema) }
}

function typeOf(schema: TSchema): Pick<Column, 'type' | 'kind'> {
  const shape = schema as {
    type?: string
    format?: string
    enum?: unknown[]
    const?: unknown
    anyOf?: TSchema[]
    'x-kind'?: string
  }
  if (shape['x-kind'] === 'money') return { type: 'bigint', kind: 'money' }
  if (shape.enum || typeof shape.const === 'string') return { type: 'text', kind: 'plain' }
  if (shape.anyOf?.every((each) => typeof (each as { const?: unknown }).const === 'string'))
    return { type: 'text', kind: 'plain' }
  if (shape.type === 'string') {
    const type =
      { uuid: 'uuid', 'date-time': 'timestamptz', date: 'date' }[shape.format ?? ''] ?? 'text'
    return { type: type as Column['type'], kind: 'plain' }
  }
  if (shape.type === 'integer') return { type: 'bigint', kind: 'plain' }
  if (shape.type === 'number') return { type: 'double precision', kind: 'plain' }
  if (shape.type === 'boolean') return { type: 'boolean', kind: 'plain' }
  return { type: 'jsonb', kind: 'json' }
}

export const currencyOf = (column: Column): string => quote(`${column.field}_currency`)

/** A field's value as parameters of its column or columns. */
export function encode(column: Column, value: unknown): unknown[] {
  if (value === null || value === undefined) return column.kind === 'money' ? [null, null] : [null]
  if (column.kind === 'money') {
    const money = value as { amount: string; currency: string }
    return [money.amount, money.currency]
  }
  return [column.kind === 'json' ? JSON.stringify(value) : value]
}

/** What an array row, in the order that `selected` asks for, becomes; absent values are left out. */
export function decoder(
  columns: readonly Column[],
  offset: number,
): (row: readonly unknown[]) => Record<string, unknown> {
  const places = columns.map(({ field, kind }, index) => ({
    field,
    at: offset + index + columns.slice(0, index).filter((each) => each.kind === 'money').length,
    money: kind === 'money',
  }))
  return (row) => {
    const record: Record<string, unknown> = {}
    for (const { field, at, money } of places) {
      const value = row[at]
      if (value !== null && value !== undefined)
        record[field] = money ? { amount: String(value), currency: row[at + 1] } : value
    }
    return record
  }
}

/** How many values of a row the columns take. */
export const width = (columns: readonly Column[]): number =>
  columns.reduce((sum, { kind }) => sum + (kind === 'money' ? 2 : 1), 0)
