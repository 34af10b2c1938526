import { DndContext, DragOverlay } from '@dnd-kit/core'
import { useState } from 'react'
import type { Row } from '../record.ts'
import { BoardCard } from './board-card.tsx'
import { FetchedColumn, GivenColumn } from './board-column.tsx'
import { SPOT, carryHelp, carryWords, underPointer, useCarrying } from './carry.ts'
import { useChange } from './change.ts'
import { keyOf, useCounts, useGroups, type RecordBoardProps } from './groups.ts'
import { t } from '../language.ts'
import { useSource } from './source.ts'

/** Fields on a card beside its name. */
const FACTS = 3

/** Records in columns by one field; a card is moved by mouse, finger or keys. */
export function RecordBoard(props: RecordBoardProps) {
  const { groupBy, onOpen, rows, sort } = props
  const from = useSource(props)
  const change = useChange(props)
  const groups = useGroups(from, groupBy, props.groups)
  const counts = useCounts(props, from, groupBy, undefined)
  const [held, setHeld] = useState<Row>()
  const sensors = useCarrying()
  const shown = (props.columns ?? Object.keys(from.entity.fields))
    .filter((name) => name !== groupBy && name !== from.entity.label && from.fields[name])
    .slice(0, FACTS)
  const move = (row: Row, key: string | undefined) => {
    const group = groups.find((one) => keyOf(one.value) === key)
    if (!group || (row[groupBy] ?? null) === group.value) return
    void change.apply(row, { [groupBy]: group.value })
  }
  const place = (row: Row, column: string, after: string | null) => {
    const group = groups.find((one) => keyOf(one.value) === column)
    if (group && after !== row.id) void change.apply(row, { [groupBy]: group.value, after })
  }
  const draws = { ...props, from, change, shown }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={{
        announcements: carryWords(
          (data) => from.named((data as { row: Row }).row),
          (id) => groups.find((one) => keyOf(one.value) === id)?.label ?? t('another place'),
        ),
        screenReaderInstructions: carryHelp(),
      }}
      onDragStart={({ active }) => setHeld(active.data.current?.row as Row)}
      onDragCancel={() => setHeld(undefined)}
      onDragEnd={({ active, over }) => {
        setHeld(undefined)
        const row = active.data.current?.row as Row
        if (!over || !String(over.id).startsWith(SPOT))
          return move(row, over ? String(over.id) : undefined)
        const spot = over.data.current as { row: Row; column: string; above: string | null }
        const held = active.rect.current.translated
        const below =
          held !== null && held.top + held.height / 2 > over.rect.top + over.rect.height / 2
        place(row, spot.column, below ? spot.row.id : spot.above)
      }}
    >
      <div className="board" role="group" aria-label={props.label ?? from.entity.title}>
        {groups.map((group) => {
          const column = {
            ...draws,
            group,
            held: held?.id,
            place,
            sort,
            count: counts?.get(group.value) ?? (counts ? 0 : undefined),
          }
          const key = keyOf(group.value)
          return rows || !from.takes('where') ? (
            <GivenColumn key={key} {...column} />
          ) : (
            <FetchedColumn key={key} {...column} />
          )
        })}
      </div>
      <DragOverlay dropAnimation={null}>
        {held && <BoardCard {...draws} row={held} onOpen={onOpen} floating />}
      </DragOverlay>
    </DndContext>
  )
}
