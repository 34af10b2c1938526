import { useDroppable } from '@dnd-kit/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { Button } from '../button.tsx'
import { Tag } from '../card-view.tsx'
import { t } from '../language.ts'
import { usePaged } from '../query.ts'
import type { Row } from '../record.ts'
import { ErrorLine } from '../state.tsx'
import type { Problem } from '../client.ts'
import { BoardCard } from './board-card.tsx'
import type { Change } from './change.ts'
import { keyOf, type Group, type RecordBoardProps } from './groups.ts'
import type { useSource } from './source.ts'

interface ColumnProps extends Omit<RecordBoardProps, 'change'> {
  group: Group
  from: ReturnType<typeof useSource>
  change: Change
  shown: readonly string[]
  held: string | undefined
  /** Puts a card behind another of a column, or at its top. */
  place: (row: Row, column: string, after: string | null) => void
  count: number | undefined
}
const PAGE = 50
/** A card of a name and two facts; the real height is measured. */
const CARD_HEIGHT = 96
const GAP = 8

/** A column that asks for its own records, page after page. */
export function FetchedColumn(props: ColumnProps) {
  const { from, group, groupBy, sort } = props
  const list = usePaged<Row>(from.list, {
    ...from.ask({
      where: { [groupBy]: group.value },
      sort,
      fields: [...props.shown, groupBy],
    }),
    limit: PAGE,
  })
  return (
    <Column
      {...props}
      rows={list.items}
      more={list.hasNextPage}
      loading={list.isLoading || list.isFetchingNextPage}
      problem={list.problem}
      onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
    />
  )
}

/** A column of records in hand, or of a list that cannot be narrowed. */
export function GivenColumn(props: ColumnProps) {
  const { from, rows } = props
  const list = usePaged<Row>(from.list, { ...from.ask(), limit: 200 }, { enabled: !rows })
  return (
    <Column
      {...props}
      rows={rows ?? list.items}
      more={!rows && list.hasNextPage}
      loading={!rows && list.isLoading}
      problem={list.problem}
      onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
    />
  )
}

interface Drawn extends ColumnProps {
  rows: Row[]
  more: boolean
  loading: boolean
  problem: Problem | undefined
  onMore: () => void
}

function Column(props: Drawn) {
  const { group, groupBy, change, from, more, loading, onMore, held } = props
  const key = keyOf(group.value)
  const mine = (row: Row) => (row[groupBy] ?? null) === group.value
  const fetched = props.rows.map(change.overlay).filter(mine)
  const known = new Set(props.rows.map((row) => row.id))
  const rows = placed([
    ...change.moved.filter((row) => mine(row) && !known.has(row.id)),
    ...fetched,
  ])
  // The card above, leaving out the one that is carried: it goes from where it was.
  const above = (index: number): string | null => {
    const before = rows.slice(0, index).filter((row) => row.id !== held)
    return before.at(-1)?.id ?? null
  }
  const shift = (index: number, by: -1 | 1) => {
    const row = rows[index]!
    const to =
      by === 1 ? rows[index + 1]?.id : index > 0 ? (rows[index - 2]?.id ?? null) : undefined
    if (to !== undefined) props.place(row, key, to)
  }
  const { setNodeRef, isOver } = useDroppable({ id: key })
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => rows[index]!.id,
    gap: GAP,
    overscan: 6,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loading && last >= rows.length - 8) onMore()
  }, [last, rows.length, more, loading, onMore])
  const count = props.count ?? rows.length
  return (
    <section
      ref={setNodeRef}
      className={`board-column ${isOver ? 'over' : ''}`}
      data-column={key}
      aria-label={group.label}
    >
      <header>
        <Tag text={group.label} tone={group.tone ?? ''} />
        <small className="number">
          {count.toLocaleString('en-US')}
          {props.count === undefined && more ? '+' : ''}
        </small>
      </header>
      <ErrorLine problem={props.problem} />
      <div
        ref={box}
        className="board-cards"
        {...(rows.length > 0 ? { role: 'list', 'aria-label': group.label } : {})}
        tabIndex={-1}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {visible.map((item) => {
            const row = rows[item.index]!
            return (
              <div
                key={row.id}
                ref={virtual.measureElement}
                data-index={item.index}
                role="listitem"
                className="board-place"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <BoardCard
                  {...props}
                  row={row}
                  column={key}
                  held={held === row.id}
                  {...(props.arrange
                    ? { spot: { row, column: key, above: above(item.index) } }
                    : {})}
                  onShift={(by) => props.arrange && shift(item.index, by)}
                  movable={change.can(groupBy)}
                  from={from}
                />
              </div>
            )
          })}
        </div>
        {rows.length === 0 && !loading && <small className="board-none">{t('None')}</small>}
        {rows.length === 0 && loading && <span className="bone board-bone" />}
        {more && rows.length > 0 && (
          <Button small tone="quiet" busy={loading} onClick={onMore}>
            {t('Load more')}
          </Button>
        )}
      </div>
    </section>
  )
}

/** Cards on their way to another place in the column stand there already. */
function placed(rows: Row[]): Row[] {
  const moving = rows.filter((row) => row['after'] !== undefined)
  return moving.reduce((order, row) => {
    const rest = order.filter((one) => one !== row)
    const at = row['after'] === null ? 0 : rest.findIndex(({ id }) => id === row['after']) + 1
    return at === 0 && row['after'] !== null
      ? order
      : [...rest.slice(0, at), row, ...rest.slice(at)]
  }, rows)
}
