import { useDraggable } from '@dnd-kit/core'
import type { KeyboardEvent } from 'react'
import { t } from '../language.ts'
import type { Row } from '../record.ts'
import type { Change } from './change.ts'
import { Refused } from './refused.tsx'
import type { useSource } from './source.ts'
import type { Bar } from './timeline-scale.ts'

export type Grip = 'whole' | 'start' | 'end'

/** A record's line: its name, always in sight, and its bar. */
export function TimelineBar({
  row,
  bar,
  from,
  change,
  x,
  movable,
  resizable,
  spoken,
  onOpen,
  onMove,
}: {
  row: Row
  bar: Bar | undefined
  from: ReturnType<typeof useSource>
  change: Change
  x: (day: number) => number
  movable: boolean
  resizable: boolean
  spoken: string
  onOpen?: ((row: Row) => void) | undefined
  onMove: (grip: Grip, days: number) => void
}) {
  const name = from.named(row)
  const whole = useDraggable({
    id: `${row.id}:whole`,
    data: { id: row.id, grip: 'whole' },
    disabled: !movable,
  })
  const keys = (event: KeyboardEvent) => {
    const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!days || (event.shiftKey ? !resizable : !movable)) return
    event.preventDefault()
    onMove(event.shiftKey ? 'end' : 'whole', days)
  }
  return (
    <>
      <div className="gantt-name">
        <button type="button" className="bare clip" onClick={() => onOpen?.(row)} title={name}>
          {name}
        </button>
      </div>
      <div className="gantt-track">
        {bar ? (
          <div
            className="gantt-bar"
            style={{ left: x(bar.start), width: x(bar.end) - x(bar.start) }}
          >
            <button
              ref={whole.setNodeRef}
              type="button"
              className={`gantt-body ${movable ? 'movable' : ''}`}
              aria-label={`${name}, ${spoken}`}
              aria-describedby={movable ? whole.attributes['aria-describedby'] : undefined}
              title={`${name}\n${spoken}`}
              {...(movable ? whole.listeners : {})}
              onKeyDown={keys}
              onClick={() => onOpen?.(row)}
            >
              <span className="clip">{name}</span>
            </button>
            {movable && resizable && <Edge id={row.id} grip="start" />}
            {resizable && <Edge id={row.id} grip="end" />}
          </div>
        ) : (
          <small className="gantt-undated">{t('No day yet')}</small>
        )}
        {change.problemOf(row.id) && (
          <div className="gantt-refused" style={bar ? { left: x(bar.start) } : {}}>
            <Refused problem={change.problemOf(row.id)} onClose={() => change.forgive(row.id)} />
          </div>
        )}
      </div>
    </>
  )
}

/** For pointers only: keys do the same on the bar. */
function Edge({ id, grip }: { id: string; grip: Grip }) {
  const { setNodeRef, listeners } = useDraggable({ id: `${id}:${grip}`, data: { id, grip } })
  return <span ref={setNodeRef} className={`gantt-edge ${grip}`} {...listeners} aria-hidden />
}
