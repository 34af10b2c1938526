import type { Entity } from '../define.ts'
import type { TSchema } from '../schema.ts'
import {
  decoder,
  isOptional,
  MANAGED_COLUMNS,
  naming,
  quote,
  typeOf,
  width,
  type Column,
  type Plan,
} from './column.ts'

/** Where the records of a native entity lie: a table of their own, one column per field. */
export function nativePlan(entity: Entity): Plan {
  const columns = [
    ...MANAGED_COLUMNS.map(({ field, type, schema }) =>
      nativeColumn(field, false, schema, { type, kind: 'plain' }),
    ),
    ...Object.entries(entity.fields).map(([field, schema]) =>
      nativeColumn(field, isOptional(schema), schema, typeOf(schema)),
    ),
  ]
  return {
    ...naming(entity, columns),
    from: (alias) => `${tableOf(entity)} ${alias}`,
    home: (alias) => `${alias}."org" = $1`,
    width: width(columns),
    decode: decoder(columns, 0),
  }
}

/** The table of a native entity: `module.noun`. */
export function tableOf(entity: Entity): string {
  const [schema, noun] = entity.id.split('.') as [string, string]
  return `${quote(schema)}.${quote(noun)}`
}

function nativeColumn(
  field: string,
  nullable: boolean,
  schema: TSchema,
  { type, kind }: Pick<Column, 'type' | 'kind'>,
): Column {
  const sql = (alias: string): string => `${alias}.${quote(field)}`
  const currency = quote(`${field}_currency`)
  return {
    field,
    type,
    kind,
    nullable,
    schema,
    cast: type,
    collated: false,
    sql,
    read: (alias) => (kind === 'money' ? [sql(alias), `${alias}.${currency}`] : [sql(alias)]),
  }
}

/** The columns of a native field. */
export const namesOf = ({ field, kind }: Column): readonly string[] =>
  kind === 'money' ? [quote(field), quote(`${field}_currency`)] : [quote(field)]

/** A field's value as parameters of its column or columns. */
export function encode(column: Column, value: unknown): unknown[] {
  if (value === null || value === undefined) return column.kind === 'money' ? [null, null] : [null]
  if (column.kind === 'money') {
    const money = value as { amount: string; currency: string }
    return [money.amount, money.currency]
  }
  return [column.kind === 'json' ? JSON.stringify(value) : value]
}
