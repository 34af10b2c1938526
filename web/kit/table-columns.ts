import { useState } from 'react'
import type { EntityInfo, Schema } from './manifest.ts'
import { controlOf } from './schema.ts'
import { remembered } from './signal.ts'

export interface TableView {
  columns: string[]
  widths: Record<string, number>
  sort?: string
  /** So many first columns stay in sight. */
  frozen?: number
  /** The field whose values stand as headings over their rows. */
  group?: string
}

/** Where there is room for columns that stay. */
export const isWide = () => matchMedia('(min-width: 768px)').matches

/** What every record has beside its own fields, worth showing on demand. */
const RECORD: Record<string, Schema> = {
  created_at: { type: 'string', format: 'date-time', title: 'Created' },
  updated_at: { type: 'string', format: 'date-time', title: 'Updated' },
}
const FIRST_COLUMNS = 6
const WIDTHS: Record<string, number> = {
  number: 110,
  integer: 110,
  boolean: 90,
  enum: 130,
  date: 130,
  time: 150,
  money: 150,
  reference: 170,
}

export const fieldsOf = (entity: EntityInfo): Record<string, Schema> => ({
  ...entity.fields,
  ...RECORD,
})

/** Fields worth a column: not those that only machines read. */
function firstColumns(entity: EntityInfo): string[] {
  const shown = Object.entries(entity.fields).filter(
    ([, schema]) => !schema.readOnly && !['json', 'object', 'objects'].includes(controlOf(schema)),
  )
  const names = shown.map(([name]) => name)
  const label = entity.label && names.includes(entity.label) ? [entity.label] : []
  return [...label, ...names.filter((name) => name !== entity.label)].slice(0, FIRST_COLUMNS)
}

export const widthOf = (
  view: TableView,
  name: string,
  schema: Schema | undefined,
  first: boolean,
) => view.widths[name] ?? (first ? 240 : (WIDTHS[schema ? controlOf(schema) : 'text'] ?? 180))

/** Columns, widths and order of a table, kept per person's browser. */
export function useTableView(
  name: string,
  entity: EntityInfo,
  columns: readonly string[] | undefined,
) {
  const key = `table.${name}`
  const [view, setView] = useState<TableView>(() => {
    const start = { columns: [...(columns ?? firstColumns(entity))], widths: {} }
    try {
      return { ...start, ...(JSON.parse(remembered.get(key) ?? '{}') as Partial<TableView>) }
    } catch {
      return start
    }
  })
  const change = (part: Partial<TableView>) =>
    setView((before) => {
      const next = { ...before, ...part }
      remembered.set(key, JSON.stringify(next))
      return next
    })
  return [view, change] as const
}
