import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { IconButton, locale, t } from '#web'
import { Block } from './block.tsx'
import {
  clockOf,
  daysOf,
  DAY_MINUTES,
  midnight,
  minutesOn,
  momentOf,
  spoken,
  today,
} from './days.ts'
import { HOUR_PX, keyed, useDrag, type Drag } from './drag.ts'
import { placed } from './lanes.ts'
import type { Move } from './moves.ts'
import { keyOf, type Occurrence } from './types.ts'

export interface GridProps {
  days: readonly string[]
  items: readonly Occurrence[]
  hue: (one: Occurrence) => number
  whose: (one: Occurrence) => string | undefined
  onOpen: (one: Occurrence) => void
  onCreate: (from: Date, to: Date, allDay?: boolean) => void
  onMove: (move: Move) => void
}

/** Days beside one another against the hours; all-day things above. */
export function HourGrid({ days, items, hue, whose, onOpen, onCreate, onMove }: GridProps) {
  const [carried, setCarried] = useState<Drag>()
  const settle = (drag: Drag) => {
    const day = days[drag.day]!
    const [from, to] = [momentOf(day, drag.from), momentOf(day, drag.to)]
    if (drag.one)
      onMove({ one: drag.one, starts_at: from.toISOString(), ends_at: to.toISOString() })
    else onCreate(from, to)
  }
  const { columns, drag, begin, beginAt, place, just } = useDrag(days.length, settle)
  const scroll = useRef<HTMLDivElement>(null)
  useEffect(() => {
    scroll.current?.scrollTo({ top: 7.5 * HOUR_PX })
  }, [])
  const going = drag ?? carried

  const keys = (event: KeyboardEvent, one: Occurrence, start: Drag) => {
    const now = carried?.one && keyOf(carried.one) === keyOf(one) ? carried : undefined
    if (event.key === 'Escape' && now) return setCarried(undefined)
    if (event.key === 'Enter' && now) {
      event.preventDefault()
      setCarried(undefined)
      return settle(now)
    }
    if (!one.may_change || (!event.altKey && !now)) return
    const next = keyed(now ?? start, event.key, event.shiftKey, days.length)
    if (!next) return
    event.preventDefault()
    setCarried(next)
  }
  return (
    <div className="hours" style={{ '--days': days.length } as React.CSSProperties}>
      <div className="hours-scroll" ref={scroll}>
        <div className="hours-head">
          <span className="hours-corner" />
          {days.map((day) => (
            <DayHead
              key={day}
              day={day}
              onCreate={() => onCreate(momentOf(day, 540), momentOf(day, 600))}
            />
          ))}
          <span className="hours-corner small">{t('All day')}</span>
          {days.map((day) => (
            <ul key={day} className="hours-whole" aria-label={`${spoken(day)}, ${t('All day')}`}>
              {items
                .filter((one) => one.all_day && covers(one, day))
                .map((one) => (
                  <li key={keyOf(one)}>
                    <Block one={one} hue={hue(one)} whose={whose(one)} onOpen={() => onOpen(one)} />
                  </li>
                ))}
            </ul>
          ))}
        </div>
        <div className="hours-body">
          <div className="hours-scale" aria-hidden>
            {Array.from({ length: 24 }, (_, hour) => (
              <span key={hour}>{hour > 0 && `${String(hour).padStart(2, '0')}:00`}</span>
            ))}
          </div>
          <div
            className="hours-columns"
            ref={columns}
            onPointerDown={beginAt}
            onClickCapture={(event) => just.current && event.stopPropagation()}
            onClick={(event) => {
              if (
                event.target !== event.currentTarget &&
                !(event.target as HTMLElement).classList.contains('hours-column')
              )
                return
              const { day, minutes } = place(event.clientX, event.clientY)
              const from = Math.floor(minutes / 30) * 30
              onCreate(momentOf(days[day]!, from), momentOf(days[day]!, from + 60))
            }}
          >
            {days.map((day, index) => (
              <ul
                key={day}
                className={`hours-column ${day === today() ? 'today' : ''}`}
                aria-label={spoken(day)}
              >
                {day === today() && <Now />}
                {placed(onDay(items, day)).map(({ item: one, from, to, lane, lanes }) => {
                  const start: Drag = { kind: 'move', one, day: index, from, to }
                  return (
                    <li
                      key={keyOf(one)}
                      className="hours-place"
                      style={boxOf(from, to, lane, lanes)}
                    >
                      <Block
                        one={one}
                        hue={hue(one)}
                        whose={whose(one)}
                        time
                        held={going?.one !== undefined && keyOf(going.one) === keyOf(one)}
                        onOpen={() => onOpen(one)}
                        onKeyDown={(event) => keys(event, one, start)}
                        onBlur={() => setCarried(undefined)}
                        onHold={(event) =>
                          one.may_change ? begin(event, start) : event.stopPropagation()
                        }
                        {...(one.may_change
                          ? { onStretch: (event) => begin(event, { ...start, kind: 'resize' }) }
                          : {})}
                      />
                    </li>
                  )
                })}
                {going?.day === index && (
                  <li
                    className="hours-place ghost"
                    style={boxOf(going.from, going.to, 0, 1)}
                    aria-hidden
                  >
                    {wordsOfDrag(days[index]!, going)}
                  </li>
                )}
              </ul>
            ))}
          </div>
        </div>
      </div>
      <p className="unseen" role="status">
        {carried &&
          `${spoken(days[carried.day]!)} ${wordsOfDrag(days[carried.day]!, carried)}. ${t('Enter puts it there, Escape leaves it.')}`}
      </p>
    </div>
  )
}

function DayHead({ day, onCreate }: { day: string; onCreate: () => void }) {
  const at = midnight(day)
  return (
    <header className={`hours-day ${day === today() ? 'today' : ''}`}>
      <span aria-current={day === today() ? 'date' : undefined}>
        <small>{at.toLocaleDateString(locale(), { weekday: 'short' })}</small> <b>{at.getDate()}</b>
      </span>
      <IconButton
        icon="plus"
        size={16}
        label={t('Add on {day}', { day: spoken(day) })}
        onClick={onCreate}
      />
    </header>
  )
}

function Now() {
  const [at, setAt] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setAt(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = at.getHours() * 60 + at.getMinutes()
  return <li className="hours-now" style={{ top: (minutes / 60) * HOUR_PX }} aria-hidden />
}

const covers = (one: Occurrence, day: string): boolean => {
  const [first, last] = daysOf(one)
  return first <= day && day <= last
}
const onDay = (items: readonly Occurrence[], day: string) =>
  items
    .filter((one) => !one.all_day && covers(one, day))
    .map((item) => {
      const from = minutesOn(day, item.starts_at)
      const to = minutesOn(day, item.ends_at) || DAY_MINUTES
      // Shorter than half an hour nothing could be read on it.
      return { item, from, to: Math.max(to, Math.min(from + 25, DAY_MINUTES)) }
    })
const boxOf = (from: number, to: number, lane: number, lanes: number) => ({
  top: (from / 60) * HOUR_PX,
  height: ((to - from) / 60) * HOUR_PX - 2,
  left: `${(lane / lanes) * 100}%`,
  width: `calc(${100 / lanes}% - 3px)`,
})
const wordsOfDrag = (day: string, { from, to }: Drag): string =>
  `${clockOf(momentOf(day, from).getTime())}–${clockOf(momentOf(day, to).getTime())}`
