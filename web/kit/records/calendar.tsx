import { useState } from 'react'
import { Button, IconButton } from '../button.tsx'
import { Segmented } from '../field.tsx'
import { locale, t, useLanguage } from '../language.ts'
import { usePaged } from '../query.ts'
import type { Row } from '../record.ts'
import { remembered } from '../signal.ts'
import { ErrorState } from '../state.tsx'
import { CalendarDays, type Entry } from './calendar-days.tsx'
import { useChange } from './change.ts'
import { asDate, dayNumber, dayOf, shifted, today } from './days.ts'
import { useSource, type RecordSource } from './source.ts'

export interface RecordCalendarProps extends RecordSource {
  date: string
  until?: string | undefined
  mode?: 'month' | 'week' | undefined
  /** Which days are in sight, `to` exclusive: for records in hand. */
  onRange?: ((from: string, to: string) => void) | undefined
  onCreate?: ((day: string) => void) | undefined
  /** A colour of eight, or none. */
  tone?: ((row: Row) => number | undefined) | undefined
}
/** More than this in a month no one reads; the table shows them all. */
const MOST = 1000

/** Records by day. Dragging one changes its day. */
export function RecordCalendar(props: RecordCalendarProps) {
  useLanguage()
  const { date, until, onRange } = props
  const from = useSource(props)
  const change = useChange(props)
  const [mode, setMode] = useState<'month' | 'week'>(
    () => props.mode ?? (remembered.get('calendar.mode') === 'week' ? 'week' : 'month'),
  )
  const [at, setAt] = useState(today)
  const [first, end] = rangeOf(at, mode)
  const list = usePaged<Row>(
    from.list,
    { ...from.ask({ where: within(from.fields[date], date, until, first, end) }), limit: MOST },
    { enabled: !props.rows },
  )
  const rows = (props.rows ?? list.items).map(change.overlay)
  const entries = rows
    .flatMap((row) => entryOf(row, from.named(row)) ?? [])
    .toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
  const go = (next: string, shape = mode) => {
    setAt(next)
    onRange?.(...rangeOf(next, shape))
  }
  const move = (row: Row, days: number) => {
    if (days === 0) return
    const patch: Record<string, unknown> = { [date]: shifted(String(row[date]), days) }
    if (until && typeof row[until] === 'string') patch[until] = shifted(row[until], days)
    void change.apply(row, patch)
  }
  const draws = {
    entries,
    first,
    end,
    month: mode === 'month' ? at.slice(0, 7) : undefined,
    change,
    movable: change.can(date),
    label: props.label ?? from.entity.title,
    onOpen: (row: Row) => props.onOpen?.(row),
    onCreate: props.onCreate,
    onMove: move,
    onDay: (day: string) => {
      setMode('week')
      go(day, 'week')
    },
  }
  const title = asDate(dayNumber(mode === 'month' ? at : first)).toLocaleDateString(locale(), {
    year: 'numeric',
    month: 'long',
  })
  if (list.problem && rows.length === 0)
    return <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
  return (
    <>
      <div className="calendar-tools">
        <IconButton
          icon="left"
          label={mode === 'month' ? t('The month before') : t('The week before')}
          onClick={() => go(step(at, mode, -1))}
        />
        <IconButton
          icon="right"
          label={mode === 'month' ? t('The next month') : t('The next week')}
          onClick={() => go(step(at, mode, 1))}
        />
        <h2 aria-live="polite">{title}</h2>
        <Button small tone="quiet" onClick={() => go(today())}>
          {t('Today')}
        </Button>
        <Segmented
          label={t('Range')}
          value={mode}
          onChange={(next) => {
            remembered.set('calendar.mode', next)
            setMode(next)
            go(at, next)
          }}
          options={[
            { value: 'month', label: t('Month') },
            { value: 'week', label: t('Week') },
          ]}
        />
        {list.hasNextPage && (
          <small className="muted">{t('Only the first {n} are shown.', { n: MOST })}</small>
        )}
      </div>
      <CalendarDays {...draws} />
    </>
  )

  function entryOf(row: Row, title: string): Entry | undefined {
    const value = row[date]
    if (typeof value !== 'string') return undefined
    const ends = until && typeof row[until] === 'string' ? row[until] : value
    const begin = dayNumber(value)
    const clock = value.includes('T') ? new Date(value).toTimeString().slice(0, 5) : undefined
    const hue = props.tone?.(row)
    return {
      row,
      key: row.id,
      title,
      first: dayOf(begin),
      last: dayOf(Math.max(begin, dayNumber(ends))),
      ...(clock ? { time: clock } : {}),
      ...(hue === undefined ? {} : { hue }),
    }
  }
}

/** The days in sight: whole weeks, from Monday; `end` is not among them. */
function rangeOf(day: string, mode: 'month' | 'week'): [string, string] {
  const number = dayNumber(day)
  const monday = (one: number) => one - ((asDate(one).getDay() + 6) % 7)
  if (mode === 'week') return [dayOf(monday(number)), dayOf(monday(number) + 7)]
  const first = dayNumber(`${day.slice(0, 7)}-01`)
  const next = dayNumber(step(`${day.slice(0, 7)}-01`, 'month', 1))
  return [dayOf(monday(first)), dayOf(monday(next - 1) + 7)]
}

function step(day: string, mode: 'month' | 'week', by: 1 | -1): string {
  if (mode === 'week') return dayOf(dayNumber(day) + 7 * by)
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10)
}

/** What touches the days in sight. */
function within(
  schema: { format?: string } | undefined,
  date: string,
  until: string | undefined,
  first: string,
  end: string,
): object {
  const instant = schema?.format === 'date-time'
  const edge = (day: string) => (instant ? new Date(`${day}T00:00:00`).toISOString() : day)
  const begins = { [date]: { gte: edge(first), lt: edge(end) } }
  if (!until) return begins
  return { or: [begins, { [date]: { lt: edge(end) }, [until]: { gte: edge(first) } }] }
}
