import { asDate, dayNumber } from './days.ts'
import type { Row } from '../record.ts'

export type Zoom = 'day' | 'week' | 'month'
export const WIDTH: Record<Zoom, number> = { day: 36, week: 14, month: 4 }
/** Room before the first and after the last bar. */
const MARGIN = 14
/** What a timeline shows at least. */
const LEAST = 60
/** And at most: ten years; further away is a typing error in a date. */
const MOST = 3660

export interface Bar {
  row: Row
  /** Day numbers; `end` is after the last day. */
  start: number
  end: number
}

/** What a record covers; without an end it is one day, and an end before the beginning does not count. */
export function barOf(row: Row, date: string, until: string | undefined): Bar | undefined {
  const from = row[date]
  const to = until ? row[until] : undefined
  if (typeof from !== 'string' && typeof to !== 'string') return undefined
  const start = Math.floor(dayNumber(String(from ?? to)))
  const last = typeof to === 'string' ? Math.floor(dayNumber(to)) : start
  return { row, start, end: Math.max(last, start) + 1 }
}

export interface Span {
  first: number
  days: number
}
export function spanOf(bars: readonly Bar[], now: number): Span {
  const near = bars.filter((bar) => Math.abs(bar.start - now) < MOST / 2)
  const first = Math.min(now, ...near.map((bar) => bar.start)) - MARGIN
  const last = Math.max(now, ...near.map((bar) => bar.end)) + MARGIN
  return { first, days: Math.min(MOST, Math.max(LEAST, last - first)) }
}

export interface Tick {
  at: number
  text: string
  strong: boolean
}
/** Lines and words above the bars: days, weeks or months, and over them the month or year. */
export function ticksOf(span: Span, zoom: Zoom, language: string): { big: Tick[]; small: Tick[] } {
  const big: Tick[] = []
  const small: Tick[] = []
  for (let day = span.first; day < span.first + span.days; day++) {
    const date = asDate(day)
    const first = date.getDate() === 1
    const begins = zoom === 'month' ? first && date.getMonth() === 0 : first
    if (begins || day === span.first) {
      const month = zoom === 'month' ? {} : { month: 'long' as const }
      const text = date.toLocaleDateString(language, { year: 'numeric', ...month })
      big.push({ at: day, text, strong: true })
    }
    const monday = date.getDay() === 1
    if (zoom === 'day') small.push({ at: day, text: String(date.getDate()), strong: monday })
    else if (zoom === 'week' ? monday : first)
      small.push({ at: day, text: smallText(date, zoom, language), strong: first })
  }
  return { big: big.filter((one, at) => at > 0 || (big[1]?.at ?? Infinity) - one.at > 5), small }
}
const smallText = (date: Date, zoom: Zoom, language: string) =>
  zoom === 'week'
    ? `${date.getMonth() + 1}/${date.getDate()}`
    : date.toLocaleDateString(language, { month: 'short' })

/** Ids of what a record waits for: a reference or a list of them. */
export function needsOf(row: Row, field: string | undefined): string[] {
  const value = field ? row[field] : undefined
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
}

/** From the end of one bar to the beginning of the next, with corners. */
export function pathOf(x1: number, y1: number, x2: number, y2: number): string {
  const out = x1 + 8
  if (x2 - 8 >= out) return `M${x1} ${y1}H${out}V${y2}H${x2}`
  const between = y1 + (y2 > y1 ? 1 : -1) * (Math.abs(y2 - y1) / 2)
  return `M${x1} ${y1}H${out}V${between}H${x2 - 8}V${y2}H${x2}`
}
