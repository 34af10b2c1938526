import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { exactTime, locale, t } from '#web'
import type { Bucket } from './types.ts'

const WIDTH = 1000
const HEIGHT = 240
/** Where nothing was measured for so many steps, no line pretends that there was. */
const GAP_STEPS = 4

interface Props {
  items: readonly Bucket[]
  from: number
  until: number
  stepMs: number
  limits: readonly { at: number; name: string }[]
  title: string
  reading: (value: number) => string
}

/** Mean as a line, least to most as a band; the finger, the mouse or the arrows read it off. */
export function LineChart({ items, from, until, stepMs, limits, title, reading }: Props) {
  const [at, setAt] = useState<number>()
  const values = items.flatMap(({ least, most }) => [least, most])
  const inSight = limits.filter(({ at: limit }) => near(limit, values))
  const { low, high, ticks } = scale([...values, ...inSight.map(({ at: limit }) => limit)])
  const x = (time: number) => ((time - from) / (until - from)) * WIDTH
  const y = (value: number) => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT
  const runs = unbroken(items, Math.max(stepMs, 1000) * GAP_STEPS)
  const line = (run: readonly Bucket[], pick: (bucket: Bucket) => number) =>
    run.map((one) => `${x(Date.parse(one.at)).toFixed(1)} ${y(pick(one)).toFixed(1)}`).join(' L')
  const shown = items[at ?? items.length - 1]!
  const nearest = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const time = from + ((event.clientX - box.left) / box.width) * (until - from)
    let best = 0
    items.forEach((one, n) => {
      const other = items[best]!
      if (Math.abs(Date.parse(one.at) - time) < Math.abs(Date.parse(other.at) - time)) best = n
    })
    setAt(best)
  }
  const keys = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -items.length, End: items.length }[event.key]
    if (move === undefined) return
    event.preventDefault()
    setAt(Math.min(items.length - 1, Math.max(0, (at ?? items.length - 1) + move)))
  }
  const said = `${exactTime(shown.at)}: ${reading(shown.mean)}`
  return (
    <figure className="line-chart">
      <div className="line-chart-plot">
        <div className="line-chart-ticks" aria-hidden>
          {ticks.map((tick) => (
            <small key={tick} className="number" style={{ bottom: `${share(tick, low, high)}%` }}>
              {reading(tick)}
            </small>
          ))}
        </div>
        <div
          className="line-chart-area"
          role="slider"
          tabIndex={0}
          aria-label={t('{title} over time', { title })}
          aria-valuemin={0}
          aria-valuemax={items.length - 1}
          aria-valuenow={at ?? items.length - 1}
          aria-valuetext={said}
          onPointerMove={nearest}
          onPointerDown={nearest}
          onPointerLeave={() => setAt(undefined)}
          onKeyDown={keys}
        >
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
            {ticks.map((tick) => (
              <path key={tick} className="grid" d={`M0 ${y(tick)} H${WIDTH}`} />
            ))}
            {runs.map((run) => (
              <g key={run[0]!.at}>
                <path
                  className="band"
                  d={`M${line(run, ({ most }) => most)} L${line(run.toReversed(), ({ least }) => least)} Z`}
                />
                <path className="line" d={`M${line(run, ({ mean }) => mean)} h0.01`} />
              </g>
            ))}
            {inSight.map((limit) => (
              <path key={limit.name} className="limit" d={`M0 ${y(limit.at)} H${WIDTH}`} />
            ))}
            {at !== undefined && (
              <path className="cursor" d={`M${x(Date.parse(shown.at))} 0 V${HEIGHT}`} />
            )}
          </svg>
        </div>
      </div>
      <figcaption className="row">
        <small>{momentText(from, until)}</small>
        <output className="grow number">
          {said}
          {shown.count > 1 && shown.least !== shown.most && (
            <small className="muted">
              {' '}
              ({reading(shown.least)} – {reading(shown.most)})
            </small>
          )}
        </output>
        <small>{momentText(until, from)}</small>
      </figcaption>
      {inSight.length > 0 && (
        <p className="line-chart-limits">
          {inSight.map(({ at: limit, name }) => `${name}: ${reading(limit)}`).join(' · ')}
        </p>
      )}
    </figure>
  )
}

/** A limit far from all that was measured would press the line flat. */
function near(limit: number, values: readonly number[]): boolean {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = Math.max(high - low, Math.abs(high) * 0.5, 1)
  return limit <= high + room && limit >= low - room
}

function scale(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const span = most - least || Math.abs(most) || 1
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough)!
  const low = Math.floor(least / step) * step
  const high = Math.ceil(most / step) * step || step
  const count = Math.round((high - low) / step)
  const ticks = Array.from({ length: count + 1 }, (_, n) =>
    Number((low + n * step).toPrecision(12)),
  )
  return { low, high: high === low ? low + step : high, ticks }
}

const share = (value: number, low: number, high: number): number =>
  ((value - low) / (high - low || 1)) * 100

function unbroken(items: readonly Bucket[], gapMs: number): Bucket[][] {
  const runs: Bucket[][] = []
  let last = -Infinity
  for (const one of items) {
    const time = Date.parse(one.at)
    if (time - last > gapMs) runs.push([])
    runs.at(-1)!.push(one)
    last = time
  }
  return runs
}

/** The clock within two days, else the day. */
function momentText(at: number, other: number): string {
  const short = Math.abs(at - other) <= 2 * 86_400_000
  return new Date(at).toLocaleString(
    locale(),
    short
      ? { hour: '2-digit', minute: '2-digit', hour12: false }
      : { month: 'numeric', day: 'numeric' },
  )
}
