import type { ReactNode } from 'react'
import type { Problem } from './client.ts'
import type { EntityInfo, Schema } from './manifest.ts'
import type { Row } from './record.ts'
import type { TableView } from './table-columns.ts'
import type { Spot } from './table-keys.ts'

export const ROW_HEIGHT = 44

export interface TableProps {
  entity: EntityInfo
  rows: Row[]
  view: TableView
  onView: (part: Partial<TableView>) => void
  label: string
  labelOf: (name: string, schema: Schema) => string
  option: (name: string, value: string) => string
  onOpen?: ((row: Row) => void) | undefined
  chosen?: string | undefined
  more?: boolean | undefined
  onMore: () => void
  loading?: boolean | undefined
  problem?: Problem | undefined
  onRetry?: () => void
  empty: ReactNode
  /** Draws a cell in place of the schema's own way. */
  cell?: ((name: string, row: Row) => ReactNode | undefined) | undefined
  /** A row as it is going to be, asked for those in sight only. */
  overlay?: (row: Row) => Row
  editable?: ((name: string) => boolean) | undefined
  /** What stands in an edited cell. */
  editor?: ((name: string, row: Row, close: () => void) => ReactNode) | undefined
  /** Beside a row, when its last change was refused. */
  beside?: (row: Row) => ReactNode
  /** Under a column of figures. */
  foot?: Readonly<Record<string, ReactNode>> | undefined
  /** Over the first row of each value of `view.group`. */
  heading?: (row: Row) => ReactNode
  canGroup?: (name: string) => boolean
  textOf?: (name: string, row: Row) => string
  onPaste?: (text: string, at: Spot) => void
}
