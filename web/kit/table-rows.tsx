import { memo, type CSSProperties, type ReactNode } from 'react'
import { FieldValue, isFigure } from './cell.tsx'
import type { Schema } from './manifest.ts'
import type { Row } from './record.ts'
import { isWide } from './table-columns.ts'
import { ROW_HEIGHT, type TableProps } from './table-props.ts'
import type { TableKeys } from './table-keys.ts'

/** One record. A press opens it; a second press on a cell, or F2, edits that. */
export const RecordRow = memo(DrawnRow, isSame)

type RowProps = Pick<TableProps, 'cell' | 'editable' | 'editor' | 'onOpen' | 'option'> & {
  row: Row
  index: number
  start: number
  columns: readonly string[]
  fields: Record<string, Schema>
  template: string
  stuck: (index: number) => CSSProperties | undefined
  cellId: (column: number) => string
  keys: TableKeys
  chosen: boolean
  beside: ReactNode
  /** In which language it was drawn. */
  spoken: string
}

/**
 * While one scrolls, a row that stays in sight is not drawn again: what it looks like comes from these.
 * Its functions may be older ones, which do the same.
 */
function isSame(a: RowProps, b: RowProps): boolean {
  return (
    a.row === b.row &&
    a.index === b.index &&
    a.start === b.start &&
    a.template === b.template &&
    a.chosen === b.chosen &&
    a.beside === b.beside &&
    a.cell === b.cell &&
    a.spoken === b.spoken &&
    a.columns.join() === b.columns.join() &&
    a.keys.marks(a.index) === b.keys.marks(b.index)
  )
}

function DrawnRow({
  row,
  index,
  start,
  columns,
  fields,
  template,
  stuck,
  cellId,
  keys,
  chosen,
  onOpen,
  option,
  beside,
  ...props
}: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={`table-row ${onOpen ? 'opens' : ''} ${props.editor ? 'edits' : ''} ${beside ? 'refused' : ''}`}
      style={{
        gridTemplateColumns: template,
        transform: `translateY(${start}px)`,
        height: ROW_HEIGHT,
      }}
      onClick={(event) => {
        // Where cells can be edited a press only chooses one; the name opens, and a finger always does.
        const opens = !props.editor || !isWide() || inFirst(event.target)
        if (!event.shiftKey && opens) onOpen?.(row)
      }}
    >
      {columns.map((name, column) => {
        const here = keys.at.row === index && keys.at.column === column
        const edited = here && keys.editing
        const names = [
          isFigure(fields[name]!) && 'figure',
          here && 'at',
          column === 0 && 'first',
          keys.chosen(index, column) && 'chosen',
          edited && 'editing',
        ]
        return (
          <div
            key={name}
            id={cellId(column)}
            role="gridcell"
            aria-selected={keys.chosen(index, column) || undefined}
            aria-readonly={props.editor ? !props.editable?.(name) : undefined}
            className={names.filter(Boolean).join(' ')}
            style={edited ? undefined : stuck(column)}
            onPointerDown={(event) => keys.press({ row: index, column }, event)}
            onDoubleClick={() => keys.edit({ row: index, column })}
          >
            <span className="clip">
              {props.cell?.(name, row) ?? (
                <FieldValue schema={fields[name]!} name={name} row={row} option={option} />
              )}
            </span>
            {edited && props.editor?.(name, row, keys.close)}
          </div>
        )
      })}
      {beside && (
        <div className="table-refused" role="gridcell">
          {beside}
        </div>
      )}
    </div>
  )
}

const inFirst = (target: EventTarget) => (target as Element).closest('.first') !== null

export function GroupRow({
  start,
  span,
  children,
}: {
  start: number
  span: number
  children: ReactNode
}) {
  return (
    <div
      role="row"
      className="table-group"
      style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
    >
      <div role="gridcell" aria-colspan={span}>
        {children}
      </div>
    </div>
  )
}
