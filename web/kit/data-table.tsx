import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react'
import { Button } from './button.tsx'
import { FieldValue, isFigure } from './cell.tsx'
import type { Problem } from './client.ts'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import type { EntityInfo, Schema } from './manifest.ts'
import type { Row } from './record.ts'
import { ErrorState, Loading } from './state.tsx'
import { fieldsOf, widthOf, type TableView } from './table-columns.ts'

const ROW_HEIGHT = 44
const NARROWEST = 70

interface Props {
  entity: EntityInfo
  rows: Row[]
  view: TableView
  onView: (part: Partial<TableView>) => void
  label: string
  labelOf: (name: string, schema: Schema) => string
  option: (name: string, value: string) => string
  onOpen?: ((row: Row) => void) | undefined
  chosen?: string | undefined
  more?: boolean
  onMore: () => void
  loading?: boolean
  problem?: Problem | undefined
  onRetry?: () => void
  empty: ReactNode
  /** Draws a cell in place of the schema's own way. */
  cell?: (name: string, row: Row) => ReactNode | undefined
}

/** Rows by the hundred thousand: only what is in sight is drawn, more is fetched near the end. */
export function DataTable(props: Props) {
  const { entity, rows, view, onView, onOpen, more, onMore, loading, problem } = props
  const fields = fieldsOf(entity)
  const columns = view.columns.filter((name) => fields[name])
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState({ row: 0, column: 0 })
  const id = useId()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loading && last >= rows.length - 20) onMore()
  }, [last, rows.length, more, loading, onMore])

  const widths = columns.map((name, index) => `${widthOf(view, name, fields[name], index === 0)}px`)
  const template = {
    gridTemplateColumns: `${widths.slice(0, -1).join(' ')} minmax(${widths.at(-1)}, 1fr)`,
  }
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`
  const keys = (event: KeyboardEvent) => {
    if (event.target !== box.current) return
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2)
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
      Home: [0, -99],
      End: [0, 99],
    }
    const step = steps[event.key]
    if (event.key === 'Enter' && rows[at.row]) return onOpen?.(rows[at.row]!)
    if (!step) return
    event.preventDefault()
    const row = Math.max(0, Math.min(rows.length - 1, at.row + step[0]))
    setAt({ row, column: Math.max(0, Math.min(columns.length - 1, at.column + step[1])) })
    virtual.scrollToIndex(row)
  }
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={props.onRetry} />
  if (loading && rows.length === 0) return <Loading shape="table" rows={10} />
  if (rows.length === 0) return <>{props.empty}</>
  return (
    <div
      className="table-box"
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={more ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={cellId(at.row, at.column)}
      onKeyDown={keys}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={template}>
        {columns.map((name, index) => (
          <HeadCell
            key={name}
            {...props}
            name={name}
            schema={fields[name]!}
            width={widthOf(view, name, fields[name], index === 0)}
            onWidth={(width) => onView({ widths: { ...view.widths, [name]: width } })}
          />
        ))}
      </div>
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {visible.map((item) => {
          const row = rows[item.index]!
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={props.chosen === row.id}
              className={`table-row ${onOpen ? 'opens' : ''}`}
              style={{ ...template, transform: `translateY(${item.start}px)`, height: ROW_HEIGHT }}
              onClick={() => {
                setAt({ row: item.index, column: 0 })
                onOpen?.(row)
              }}
            >
              {columns.map((name, column) => (
                <div
                  key={name}
                  id={cellId(item.index, column)}
                  role="gridcell"
                  className={`${isFigure(fields[name]!) ? 'figure' : ''} ${at.row === item.index && at.column === column ? 'at' : ''} ${column === 0 ? 'first' : ''}`}
                >
                  <span className="clip">
                    {props.cell?.(name, row) ?? (
                      <FieldValue
                        schema={fields[name]!}
                        name={name}
                        row={row}
                        option={props.option}
                      />
                    )}
                  </span>
                </div>
              ))}
            </div>
          )
        })}
      </div>
      {more && (
        <div className="table-more" role="row">
          <span role="gridcell">
            <Button small busy={loading} onClick={onMore}>
              {t('Load more')}
            </Button>
          </span>
        </div>
      )}
    </div>
  )
}

function HeadCell({
  name,
  schema,
  view,
  onView,
  labelOf,
  width,
  onWidth,
}: Props & { name: string; schema: Schema; width: number; onWidth: (width: number) => void }) {
  const sorted = view.sort === name ? 'ascending' : view.sort === `-${name}` ? 'descending' : 'none'
  const next = sorted === 'none' ? name : sorted === 'ascending' ? `-${name}` : undefined
  const words = labelOf(name, schema)
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const from = event.clientX
    const move = (moved: globalThis.PointerEvent) =>
      onWidth(Math.max(NARROWEST, width + moved.clientX - from))
    const end = () => removeEventListener('pointermove', move)
    addEventListener('pointermove', move)
    addEventListener('pointerup', end, { once: true })
  }
  return (
    <div role="columnheader" aria-sort={sorted} className={isFigure(schema) ? 'figure' : ''}>
      <button type="button" className="bare clip" onClick={() => onView({ sort: next ?? '' })}>
        {words}
        {sorted !== 'none' && <Icon name={sorted === 'ascending' ? 'up' : 'down'} size={14} />}
      </button>
      <span className="resize" onPointerDown={drag} aria-hidden />
    </div>
  )
}
