import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef } from 'react'
import { Button } from './button.tsx'
import { language, t } from './language.ts'
import type { Row } from './record.ts'
import { ErrorState, Loading } from './state.tsx'
import { fieldsOf, isWide, widthOf } from './table-columns.ts'
import { HeadCell } from './table-head.tsx'
import { useTableKeys } from './table-keys.ts'
import { ROW_HEIGHT, type TableProps } from './table-props.ts'
import { GroupRow, RecordRow } from './table-rows.tsx'

/** Rows by the hundred thousand: only what is in sight is drawn, more is fetched near the end. */
export function DataTable(props: TableProps) {
  const { entity, rows, view, onView, more, onMore, loading, problem, foot } = props
  const fields = useMemo(() => fieldsOf(entity), [entity])
  const columns = view.columns.filter((name) => fields[name])
  const frozen = isWide() ? Math.min(view.frozen ?? 0, columns.length - 1) : 0
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const lines = useMemo(() => linesOf(rows, view.group), [rows, view.group])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loading && last >= lines.length - 20) onMore()
  }, [last, lines.length, more, loading, onMore])
  const keys = useTableKeys({
    ...props,
    columns,
    box,
    show: (row) =>
      virtual.scrollToIndex(lines.findIndex((line) => line.row === row && !line.heading)),
  })

  const widths = columns.map(
    (name, index) =>
      view.widths[name] ??
      Math.max(
        widthOf(view, name, fields[name], index === 0),
        roomFor(props.labelOf(name, fields[name]!)),
      ),
  )
  const columnsText = widths
    .map((width, index) => (index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(' ')
  const template = { gridTemplateColumns: columnsText }
  const left = (index: number) => widths.slice(0, index).reduce((sum, width) => sum + width, 0)
  const stuck = (index: number) =>
    index < frozen ? { position: 'sticky' as const, left: left(index), zIndex: 1 } : undefined
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={props.onRetry} />
  if (loading && rows.length === 0) return <Loading shape="table" rows={10} />
  if (rows.length === 0) return <>{props.empty}</>
  return (
    <div
      className={`table-box ${frozen > 0 ? 'freezes' : ''}`}
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={more ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-activedescendant={`${id}-${keys.at.row}-${keys.at.column}`}
      {...keys.wires}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={template}>
        {columns.map((name, index) => (
          <HeadCell
            key={name}
            name={name}
            words={props.labelOf(name, fields[name]!)}
            schema={fields[name]!}
            view={{ ...view, columns }}
            onView={onView}
            width={widths[index]!}
            index={index}
            frozen={frozen}
            style={stuck(index)}
            canGroup={props.canGroup?.(name) ?? false}
          />
        ))}
      </div>
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {visible.map((item) => {
          const line = lines[item.index]!
          const row = rows[line.row]!
          return line.heading ? (
            <GroupRow key={`group-${row.id}`} start={item.start} span={columns.length}>
              {props.heading?.(row)}
            </GroupRow>
          ) : (
            <RecordRow
              key={row.id}
              row={props.overlay?.(row) ?? row}
              index={line.row}
              start={item.start}
              columns={columns}
              fields={fields}
              template={columnsText}
              stuck={stuck}
              cellId={(column) => `${id}-${line.row}-${column}`}
              keys={keys}
              chosen={props.chosen === row.id}
              beside={props.beside?.(row)}
              cell={props.cell}
              editable={props.editable}
              editor={props.editor}
              onOpen={props.onOpen}
              option={props.option}
              spoken={language.get()}
            />
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
      {foot && (
        <div className="table-foot" role="row" style={template}>
          {columns.map((name, index) => (
            <div
              key={name}
              role="gridcell"
              style={stuck(index)}
              className={index === 0 ? 'first' : 'figure'}
            >
              {foot[name] ?? (index === 0 ? foot['#'] : null)}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** A heading fits its column until somebody makes that narrower. */
const roomFor = (words: string) =>
  [...words].reduce((sum, one) => sum + (one > '\u2e7f' ? 13 : 8), 44)

interface Line {
  row: number
  heading?: true
}
/** A heading goes before the first row of each value. */
function linesOf(rows: readonly Row[], group: string | undefined): Line[] {
  if (!group) return rows.map((_, row) => ({ row }))
  const lines: Line[] = []
  for (const [row, one] of rows.entries()) {
    if (row === 0 || keyOf(one[group]) !== keyOf(rows[row - 1]![group]))
      lines.push({ row, heading: true })
    lines.push({ row })
  }
  return lines
}
const keyOf = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? ((value as { currency?: string }).currency ?? JSON.stringify(value))
    : String(value ?? '')
