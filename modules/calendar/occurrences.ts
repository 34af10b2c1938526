import { RRuleTemporal } from 'rrule-temporal'
import { readRule } from './rule.ts'
import { addDays, dayOf, daysBetween, midnightOf, wallOf } from './zone.ts'

/** An event, or a whole series of them, as far as time goes. */
export interface Series {
  readonly starts_at: string
  readonly ends_at: string
  readonly zone: string
  readonly all_day: boolean
  readonly rule?: string | null
  /** Beginnings (instants) that do not take place, or are rows of their own. */
  readonly skips?: readonly string[] | null
}
export interface Span {
  readonly start: number
  readonly end: number
}

/** What one question may expand a series to: a daily event for five years and more. */
export const OCCURRENCES_MAX = 2000

/** What of the series lies between two moments, earliest first; what only touches them does not. */
export function occurrences(series: Series, from: number, to: number): Span[] {
  const start = Date.parse(series.starts_at)
  const end = Date.parse(series.ends_at)
  const inside = (span: Span) => span.start < to && (span.end > from || span.start >= from)
  if (!series.rule) return [{ start, end }].filter(inside)
  const ends = endOf(series, end - start)
  // A day may be an hour longer than its neighbours: look one day further back, then ask each.
  const since = new Date(Math.max(from - (end - start) - 90_000_000, start))
  if (since.getTime() > to) return []
  const skipped = new Set((series.skips ?? []).map((at) => Date.parse(at)))
  return recurrence(series)
    .between(since, new Date(to), true)
    .slice(0, OCCURRENCES_MAX)
    .map(({ epochMilliseconds }) => epochMilliseconds)
    .filter((at) => !skipped.has(at))
    .map((at) => ({ start: at, end: ends(at) }))
    .filter(inside)
}

/** Does the series have an occurrence that begins just then, taken out or not? */
export function beginsAt(series: Series, at: number): boolean {
  if (!series.rule) return Date.parse(series.starts_at) === at
  return recurrence(series).between(new Date(at), new Date(at), true).length > 0
}

/** How many occurrences begin before that moment, those taken out counted too. */
export function countBefore(series: Series, at: number): number {
  const start = Date.parse(series.starts_at)
  if (at <= start) return 0
  return recurrence(series).between(new Date(start), new Date(at - 1), true).length
}

/** When the last occurrence ends; `undefined` when it goes on for ever. */
export function seriesEnd(series: Series): string | undefined {
  const start = Date.parse(series.starts_at)
  const end = Date.parse(series.ends_at)
  if (!series.rule) return series.ends_at
  const rule = readRule(series.rule, series.zone)
  if (rule?.until === undefined && rule?.count === undefined) return undefined
  const rules = recurrence(series)
  const last =
    rule.until === undefined
      ? rules.all().at(-1)?.epochMilliseconds
      : rules.previous(new Date(rule.until), true)?.epochMilliseconds
  return new Date(endOf(series, end - start)(Math.max(last ?? start, start))).toISOString()
}

/** A timed event lasts as long each time; a day lasts until midnight, however long it is. */
function endOf(series: Series, duration: number): (start: number) => number {
  if (!series.all_day) return (start) => start + duration
  const first = dayOf(Date.parse(series.starts_at), series.zone)
  const days = daysBetween(first, dayOf(Date.parse(series.ends_at), series.zone))
  return (start) => midnightOf(addDays(dayOf(start, series.zone), days), series.zone)
}

/** Rules are read once: people look at the same weeks again and again. */
const read = new Map<string, RRuleTemporal>()
const READ_MAX = 2000

function recurrence({ starts_at, zone, rule }: Series): RRuleTemporal {
  const wall = wallOf(Date.parse(starts_at), zone).replaceAll(/[-:]/g, '')
  const rruleString = `DTSTART;TZID=${zone}:${wall}\nRRULE:${rule}`
  let found = read.get(rruleString)
  if (!found) {
    if (read.size >= READ_MAX) read.clear()
    found = new RRuleTemporal({ rruleString, includeDtstart: true, maxIterations: 20_000 })
    read.set(rruleString, found)
  }
  return found
}
