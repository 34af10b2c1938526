import { DndContext, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { Segmented } from '../field.tsx'
import { locale, t, useLanguage } from '../language.ts'
import { usePaged } from '../query.ts'
import type { Row } from '../record.ts'
import { remembered } from '../signal.ts'
import { Empty, ErrorState, Loading } from '../state.tsx'
import { useChange } from './change.ts'
import { dayNumber, shifted, today } from './days.ts'
import { useSource, type RecordSource } from './source.ts'
import { ROW_HEIGHT, TimelineArrows } from './timeline-arrows.tsx'
import { TimelineBar, type Grip } from './timeline-bar.tsx'
import { barOf, spanOf, ticksOf, WIDTH, type Zoom } from './timeline-scale.ts'

export interface RecordTimelineProps extends RecordSource {
  date: string
  until?: string | undefined
  dependsOn?: string | undefined
  sort?: string | undefined
}

const PAGE = 200

/** Records as bars over days, with what waits for what. */
export function RecordTimeline(props: RecordTimelineProps) {
  useLanguage()
  const { date, until, dependsOn } = props
  const from = useSource(props)
  const change = useChange(props)
  const [zoom, setZoom] = useState<Zoom>(() => zoomOf(remembered.get('timeline.zoom')))
  const [drag, setDrag] = useState<{ id: string; grip: Grip; days: number }>()
  const box = useRef<HTMLDivElement>(null)
  const list = usePaged<Row>(
    from.list,
    { ...from.ask({ sort: props.sort ?? date }), limit: PAGE },
    { enabled: !props.rows },
  )
  const rows = (props.rows ?? list.items).map(change.overlay)
  const bars = rows.map((row) => barOf(dragged(row), date, until))
  const now = dayNumber(today())
  const span = spanOf(
    bars.filter((bar) => bar !== undefined),
    now,
  )
  const wide = WIDTH[zoom]
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (!props.rows && hasNextPage && !isFetchingNextPage && last >= rows.length - 20)
      void fetchNextPage()
  }, [props.rows, hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length])
  const ready = rows.length > 0
  const toToday = () => {
    const room = (box.current?.clientWidth ?? 0) / 3
    box.current?.scrollTo({ left: Math.max(0, (now - span.first) * wide - room / 2) })
  }
  // The day of today is in sight when one comes and when one looks closer or farther.
  useLayoutEffect(toToday, [zoom, ready]) // oxlint-disable-line react/exhaustive-deps -- not when a bar moves
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 3 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
  )

  function dragged(row: Row): Row {
    return drag?.id === row.id ? { ...row, ...patchOf(row, drag.grip, drag.days) } : row
  }
  function patchOf(row: Row, grip: Grip, days: number): Record<string, unknown> {
    const begin = row[date]
    const end = until ? (row[until] ?? begin) : undefined
    const patch: Record<string, unknown> = {}
    if (grip !== 'end' && typeof begin === 'string') patch[date] = shifted(begin, days)
    if (grip !== 'start' && until && typeof end === 'string') {
      if (grip === 'end' || typeof row[until] === 'string') patch[until] = shifted(end, days)
    }
    return patch
  }
  const move = (row: Row, grip: Grip, days: number) => {
    if (days === 0) return
    const patch = patchOf(row, grip, days)
    const next = { ...row, ...patch }
    const ends = until && typeof next[until] === 'string' ? String(next[until]) : undefined
    // A bar keeps at least its day.
    if (ends && typeof next[date] === 'string' && dayNumber(ends) < dayNumber(next[date])) return
    if (Object.keys(patch).length > 0) void change.apply(row, patch)
  }
  const movable = change.can(date)
  const resizable = until !== undefined && change.can(until)
  const ticks = ticksOf(span, zoom, locale())
  const x = (day: number) => (day - span.first) * wide
  if (list.problem && rows.length === 0)
    return <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
  if (!props.rows && list.isLoading) return <Loading shape="table" rows={10} />
  if (rows.length === 0)
    return <>{props.empty ?? <Empty icon="timeline" title={t('Nothing here yet')} />}</>
  return (
    <DndContext
      sensors={sensors}
      accessibility={{ screenReaderInstructions: { draggable: HELP() } }}
      onDragMove={({ active, delta }) => {
        const { id, grip } = active.data.current as { id: string; grip: Grip }
        const days = Math.round(delta.x / wide)
        setDrag((was) => (was?.id === id && was.days === days ? was : { id, grip, days }))
      }}
      onDragCancel={() => setDrag(undefined)}
      onDragEnd={({ active, delta }) => {
        const { id, grip } = active.data.current as { id: string; grip: Grip }
        setDrag(undefined)
        const row = rows.find((one) => one.id === id)
        if (row) move(row, grip, Math.round(delta.x / wide))
      }}
    >
      <div className="gantt-tools">
        <Segmented
          label={t('Zoom')}
          value={zoom}
          onChange={(next) => {
            remembered.set('timeline.zoom', next)
            setZoom(next)
          }}
          options={[
            { value: 'day', label: t('By day') },
            { value: 'week', label: t('By week') },
            { value: 'month', label: t('By month') },
          ]}
        />
        <Button small tone="quiet" onClick={toToday}>
          {t('Today')}
        </Button>
      </div>
      <div
        ref={box}
        className="gantt"
        role="region"
        aria-label={props.label ?? from.entity.title}
        tabIndex={0}
      >
        <div
          className="gantt-sheet"
          style={{ width: `calc(var(--gantt-names) + ${span.days * wide}px)` }}
        >
          <div className="gantt-head" aria-hidden>
            <div className="gantt-corner" />
            <div className="gantt-scale">
              {ticks.big.map((tick) => (
                <span key={tick.at} className="big" style={{ left: x(tick.at) }}>
                  {tick.text}
                </span>
              ))}
              {ticks.small.map((tick) => (
                <span
                  key={tick.at}
                  className={tick.strong ? 'strong' : ''}
                  style={{ left: x(tick.at), width: zoom === 'day' ? wide : undefined }}
                >
                  {tick.text}
                </span>
              ))}
            </div>
          </div>
          <ol className="gantt-rows" style={{ height: virtual.getTotalSize() }}>
            {visible.map((item) => (
              <li key={rows[item.index]!.id} style={{ top: item.start, height: ROW_HEIGHT }}>
                <TimelineBar
                  row={rows[item.index]!}
                  bar={bars[item.index]}
                  from={from}
                  change={change}
                  x={x}
                  movable={movable}
                  resizable={resizable}
                  spoken={spoken(rows[item.index]!)}
                  onOpen={props.onOpen}
                  onMove={(grip, days) => move(rows[item.index]!, grip, days)}
                />
              </li>
            ))}
            <li className="gantt-lines" aria-hidden>
              {ticks.small.map((tick) => (
                <i
                  key={tick.at}
                  className={tick.strong ? 'strong' : ''}
                  style={{ left: x(tick.at) }}
                />
              ))}
              <i className="now" style={{ left: x(now) + wide / 2 }} />
              {dependsOn && (
                <TimelineArrows bars={bars} dependsOn={dependsOn} x={x} width={span.days * wide} />
              )}
            </li>
          </ol>
        </div>
      </div>
    </DndContext>
  )

  function spoken(row: Row): string {
    const bar = barOf(row, date, until)
    if (!bar) return t('no day yet')
    const say = (day: number) =>
      new Date(day * 86_400_000).toLocaleDateString(locale(), {
        dateStyle: 'medium',
        timeZone: 'UTC',
      })
    return bar.end - bar.start > 1 ? `${say(bar.start)} – ${say(bar.end - 1)}` : say(bar.start)
  }
}

const HELP = () => t('Arrows move it by a day, Shift and arrows move its end, Enter opens it.')
const zoomOf = (text: string | undefined): Zoom =>
  text === 'day' || text === 'month' ? text : 'week'
