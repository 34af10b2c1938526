import type { Builder } from './builder.ts'
import { fail } from '../errors.ts'
import type { Entity } from '../define.ts'
import type { TSchema } from '../schema.ts'

/** PostgreSQL types of what conditions, sorts and measures compare. */
export type ColumnType =
  | 'text'
  | 'uuid'
  | 'timestamptz'
  | 'date'
  | 'bigint'
  | 'double precision'
  | 'numeric'
  | 'boolean'
  | 'jsonb'

/** How one field lies in its layout. */
export interface Column {
  readonly field: string
  readonly type: ColumnType
  readonly kind: 'plain' | 'json' | 'money'
  readonly nullable: boolean
  readonly schema: TSchema
  /** The type that values to compare with are cast to; they are sent as text. */
  readonly cast: string
  /** Its text is stored under a collation that a caller's pattern must not be matched with. */
  readonly collated: boolean
  /** Its index keeps absent values at the end where sorts expect them. */
  readonly placed?: true
  /** What is compared, sorted and measured: an expression over a table's alias. */
  sql(alias: string): string
  /** What is shown: one expression, for money amount and currency. */
  read(alias: string): readonly string[]
}

export interface Plan {
  readonly entity: Entity
  readonly columns: readonly Column[]
  readonly byField: ReadonlyMap<string, Column>
  readonly label: string
  readonly brief: readonly string[]
  /** The table or tables with the alias. */
  from(alias: string): string
  /** Which of their rows are this entity's, in this organisation. */
  home(alias: string, build: Builder): string
  /** The same without the document, for what asks only for other columns. */
  readonly lean?: Pick<Plan, 'from' | 'home'>
  /** A record kept as one document: what reads it whole, before a flag for each masked field. */
  readonly document?: (alias: string) => string
  /** Fields with a rule of their own. */
  readonly masked: readonly string[]
  /** Values that a selected row takes, and the record that they become. */
  readonly width: number
  readonly decode: (row: readonly unknown[]) => Record<string, unknown>
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

const text = { type: 'string' } as TSchema
/** What every record has, in every layout. */
export const MANAGED_COLUMNS = [
  { field: 'id', type: 'uuid', schema: text },
  { field: 'created_at', type: 'timestamptz', schema: text },
  { field: 'updated_at', type: 'timestamptz', schema: text },
  { field: 'rev', type: 'bigint', schema: { type: 'integer' } as TSchema },
] as const

/** What a plan says of names, whatever the layout. */
export function naming(entity: Entity, columns: readonly Column[]) {
  const byField = new Map(columns.map((each) => [each.field, each]))
  const label = entity.label ?? (['name', 'title'].find((field) => byField.has(field)) || 'id')
  const masked = Object.keys(entity.access.read.fields ?? {})
  return { entity, columns, byField, label, brief: entity.brief ?? [label], masked }
}

export const isOptional = (schema: TSchema): boolean =>
  (schema as { '~optional'?: boolean })['~optional'] === true

export function typeOf(schema: TSchema): Pick<Column, 'type' | 'kind'> {
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
    return { type: type as ColumnType, kind: 'plain' }
  }
  if (shape.type === 'integer') return { type: 'bigint', kind: 'plain' }
  if (shape.type === 'number') return { type: 'double precision', kind: 'plain' }
  if (shape.type === 'boolean') return { type: 'boolean', kind: 'plain' }
  return { type: 'jsonb', kind: 'json' }
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
