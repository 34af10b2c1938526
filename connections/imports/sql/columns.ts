import type { Database } from './database.ts'

/** Tables that are looked at, and columns of one; what is beyond is not offered. */
const TABLES_MAX = 1000
const COLUMNS_MAX = 200
export const TYPES = [
  'text',
  'integer',
  'number',
  'boolean',
  'time',
  'day',
  'json',
  'other',
] as const
export type Type = (typeof TYPES)[number]

export interface Column {
  readonly name: string
  readonly type: Type
  readonly nullable: boolean
}
export interface Table {
  readonly schema: string
  readonly name: string
  /** Its primary key, when that is one column. */
  readonly key?: string
  readonly columns: readonly Column[]
  readonly rows?: number
}

/** What the account may read: the database itself says so. */
export async function tablesOf(database: Database): Promise<Table[]> {
  const own =
    database.dialect === 'mysql'
      ? 'table_schema = database()'
      : "table_schema NOT IN ('pg_catalog', 'information_schema')"
  const columns = await database.read(`
    SELECT table_schema AS s, table_name AS t, column_name AS c, data_type AS d, is_nullable AS n
    FROM information_schema.columns WHERE ${own}
    ORDER BY table_schema, table_name, ordinal_position LIMIT ${TABLES_MAX * 20}`)
  const keys = await database.read(`
    SELECT k.table_schema AS s, k.table_name AS t, k.column_name AS c
    FROM information_schema.table_constraints x
    JOIN information_schema.key_column_usage k
      ON k.constraint_name = x.constraint_name AND k.table_schema = x.table_schema AND k.table_name = x.table_name
    WHERE x.constraint_type = 'PRIMARY KEY' AND k.${own}`)
  const keysOf = Map.groupBy(keys, ({ s, t }) => `${s} ${t}`)
  return [...Map.groupBy(columns, ({ s, t }) => `${s} ${t}`)]
    .slice(0, TABLES_MAX)
    .map(([id, rows]) => {
      const key = keysOf.get(id) ?? []
      return {
        schema: rows[0]!['s']!,
        name: rows[0]!['t']!,
        ...(key.length === 1 ? { key: key[0]!['c']! } : {}),
        columns: rows.slice(0, COLUMNS_MAX).map(({ c, d, n }) => ({
          name: c!,
          type: typeOf(d!.toLowerCase()),
          nullable: n === 'YES',
        })),
      }
    })
}

function typeOf(native: string): Type {
  if (/^(smallint|integer|bigint|int|tinyint|mediumint|serial|bigserial|year)$/.test(native))
    return 'integer'
  if (/^(numeric|decimal|real|double|double precision|float)$/.test(native)) return 'number'
  if (/^(boolean|bool)$/.test(native)) return 'boolean'
  if (/^(timestamp|datetime)/.test(native)) return 'time'
  if (native === 'date') return 'day'
  if (/^jsonb?$/.test(native)) return 'json'
  if (/char|text|uuid|enum|citext|name|user-defined|set/.test(native)) return 'text'
  return 'other'
}

/** A value as the database wrote it, as it travels. Numbers that would be rounded stay text. */
export function valueOf(type: Type, raw: string | null): unknown {
  if (raw === null) return undefined
  if (type === 'integer' || type === 'number') {
    const number = Number(raw)
    const exact =
      type === 'integer'
        ? Number.isSafeInteger(number)
        : Number.isFinite(number) && raw.replace(/[^0-9]/g, '').replace(/^0+/, '').length <= 15
    return exact ? number : raw
  }
  if (type === 'boolean') return raw === 't' || raw === 'true' || raw === '1'
  if (type === 'time') return raw.replace(' ', 'T').replace(/\+00(:?00)?$/, 'Z')
  if (type === 'json') {
    try {
      return JSON.parse(raw) as unknown
    } catch {
      return raw
    }
  }
  return raw
}

export const schemaOf = ({ type, name }: Column): Record<string, unknown> => ({
  title: name,
  ...(type === 'other' ? {} : { 'x-type': type }),
})
