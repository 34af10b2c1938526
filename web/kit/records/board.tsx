import { DndContext, DragOverlay } from '@dnd-kit/core'
import { useState } from 'react'
import type { Row } from '../record.ts'
import { BoardCard } from './board-card.tsx'
import { FetchedColumn, GivenColumn } from './board-column.tsx'
import { carryHelp, carryWords, underPointer, useCarrying } from './carry.ts'
import { useChange } from './change.ts'
import { keyOf, useCounts, useGroups, type RecordBoardProps } from './groups.ts'
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
  const draws = { ...props, from, change, shown }
  const move = (row: Row, key: string | undefined) => {
    const group = groups.find((one) => keyOf(one.value) === key)
    if (!group || (row[groupBy] ?? null) === group.value) return
    void change.apply(row, { [groupBy]: group.value })
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={{
        announcements: carryWords(
          (data) => from.named((data as { row: Row }).row),
          (id) => groups.find((one) => keyOf(one.value) === id)?.label ?? '',
        ),
        screenReaderInstructions: carryHelp(),
      }}
      onDragStart={({ active }) => setHeld(active.data.current?.row as Row)}
      onDragCancel={() => setHeld(undefined)}
      onDragEnd={({ active, over }) => {
        setHeld(undefined)
        move(active.data.current?.row as Row, over ? String(over.id) : undefined)
      }}
    >
      <div className="board" role="group" aria-label={props.label ?? from.entity.title}>
        {groups.map((group) => {
          const column = {
            ...draws,
            group,
            held: held?.id,
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
