import { DndContext, DragOverlay, useDraggable, useDroppable } from '@dnd-kit/core'
import { useState } from 'react'
import { IconButton } from '../button.tsx'
import { locale, t } from '../language.ts'
import type { Row } from '../record.ts'
import { carryHelp, carryWords, underPointer, useCarrying } from './carry.ts'
import type { Change } from './change.ts'
import { asDate, dayNumber, dayOf, today } from './days.ts'
import { Refused } from './refused.tsx'

export interface Entry {
  row: Row
  key: string
  title: string
  /** First and last day. */
  first: string
  last: string
  time?: string
  hue?: number
  /** A class that tells apart what colour alone would not. */
  mark?: string
  /** Default: as the whole calendar. */
  movable?: boolean
}
export interface CalendarDaysProps {
  entries: readonly Entry[]
  first: string
  end: string
  /** The month in sight; days of others stand back. */
  month?: string | undefined
  change: Pick<Change, 'problemOf' | 'forgive'>
  movable: boolean
  label: string
  onOpen: (row: Row) => void
  onCreate?: ((day: string) => void) | undefined
  onMove: (row: Row, days: number) => void
  /** Shows a day whole, where a month has no room. */
  onDay: (day: string) => void
}
/** As many as a day of a month has room for. */
const ROOM = 3

/** Weeks of seven days side by side; on the phone the days with something, one under the other. */
export function CalendarDays(props: CalendarDaysProps) {
  const [held, setHeld] = useState<Entry>()
  const sensors = useCarrying()
  const start = dayNumber(props.first)
  const count = dayNumber(props.end) - start
  const days = Array.from({ length: count }, (_, index) => dayOf(start + index))
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={{
        announcements: carryWords((data) => (data as { entry: Entry }).entry.title, spokenDay),
        screenReaderInstructions: carryHelp(),
      }}
      onDragStart={({ active }) => setHeld(active.data.current?.entry as Entry)}
      onDragCancel={() => setHeld(undefined)}
      onDragEnd={({ active, over }) => {
        setHeld(undefined)
        const { entry, column } = active.data.current as { entry: Entry; column: string }
        if (over) props.onMove(entry.row, dayNumber(String(over.id)) - dayNumber(column))
      }}
    >
      <div className={`days ${props.month ? 'month' : ''}`} role="group" aria-label={props.label}>
        {days.map((day) => (
          <Day
            key={day}
            {...props}
            day={day}
            mine={props.entries.filter((one) => one.first <= day && day <= one.last)}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {held && (
          <span className={`day-item floats hue-${held.hue ?? 0}`}>
            {held.time && <small>{held.time}</small>} {held.title}
          </span>
        )}
      </DragOverlay>
    </DndContext>
  )
}

function Day({
  day,
  mine,
  change,
  movable,
  onOpen,
  onCreate,
  onDay,
  month,
}: CalendarDaysProps & { day: string; mine: readonly Entry[] }) {
  const { setNodeRef, isOver } = useDroppable({ id: day })
  const date = asDate(dayNumber(day))
  const words = date.toLocaleDateString(locale(), { weekday: 'short', day: 'numeric' })
  const shown = month && mine.length > ROOM + 1 ? mine.slice(0, ROOM) : mine
  const classes = [
    'day',
    isOver && 'over',
    day === today() && 'today',
    month && !day.startsWith(month) && 'other',
    mine.length === 0 && 'none',
  ]
  const whole = spokenDay(day)
  return (
    <section
      ref={setNodeRef}
      className={classes.filter(Boolean).join(' ')}
      aria-label={whole}
      data-column={day}
    >
      <header>
        <span aria-current={day === today() ? 'date' : undefined}>{words}</span>
        {onCreate && (
          <IconButton
            icon="plus"
            size={16}
            label={t('Add on {day}', { day: whole })}
            onClick={() => onCreate(day)}
          />
        )}
      </header>
      <ul>
        {shown.map((entry) => (
          <li key={entry.key}>
            <DayItem entry={entry} day={day} movable={entry.movable ?? movable} onOpen={onOpen} />
            {day === entry.first && (
              <Refused
                problem={change.problemOf(entry.key)}
                onClose={() => change.forgive(entry.key)}
              />
            )}
          </li>
        ))}
        {shown.length < mine.length && (
          <li>
            <button type="button" className="bare day-more" onClick={() => onDay(day)}>
              {t('{n} more', { n: mine.length - shown.length })}
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}

function DayItem({
  entry,
  day,
  movable,
  onOpen,
}: {
  entry: Entry
  day: string
  movable: boolean
  onOpen: (row: Row) => void
}) {
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: `${entry.key}:${day}`,
    data: { entry, column: day },
    disabled: !movable,
  })
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={`day-item hue-${entry.hue ?? 0} ${entry.mark ?? ''} ${isDragging ? 'held' : ''} ${movable ? 'movable' : ''}`}
      aria-describedby={movable ? attributes['aria-describedby'] : undefined}
      {...(movable ? listeners : {})}
      onKeyUp={(event) => event.key === ' ' && movable && event.preventDefault()}
      onClick={() => onOpen(entry.row)}
    >
      {entry.time && <small>{entry.time}</small>} {entry.title}
    </button>
  )
}

const spokenDay = (day: string) =>
  asDate(dayNumber(day)).toLocaleDateString(locale(), { dateStyle: 'full' })
