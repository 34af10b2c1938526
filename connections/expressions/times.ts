import { Missing, type Room } from './room.ts'
import { number } from './operators.ts'

type Run = (args: readonly unknown[], room: Room) => unknown

/** Times are RFC 3339 texts in UTC; days and clock times mean those of a zone (the last argument, else the organisation's). */
export const TIMES: Readonly<Record<string, Run>> = {
  now: (_args, { now }) => now.toISOString(),
  today: ([zone], room) => dayOf(room.now, zoneOf(zone, room)),
  time: ([of]) => time(of).toISOString(),
  day: ([of, zone], room) => dayOf(time(of), zoneOf(zone, room)),
  plus: ([of, span, zone], room) =>
    moved(time(of), String(span), 1, zoneOf(zone, room)).toISOString(),
  minus: ([of, span, zone], room) =>
    moved(time(of), String(span), -1, zoneOf(zone, room)).toISOString(),
  seconds_between: ([from, to]) => (time(to).getTime() - time(from).getTime()) / 1000,
  days_between: ([from, to]) =>
    Math.floor((time(to).getTime() - time(from).getTime()) / 86_400_000),
  hour: ([of, zone], room) => fieldsOf(time(of), zoneOf(zone, room)).hour,
  weekday: ([of, zone], room) => {
    const { year, month, day } = fieldsOf(time(of), zoneOf(zone, room))
    return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
  },
  format: ([of, pattern, zone], room) => {
    const at = fieldsOf(time(of), zoneOf(zone, room))
    const two = (value: number) => String(value).padStart(2, '0')
    const words: Record<string, string> = {
      yyyy: String(at.year),
      MM: two(at.month),
      dd: two(at.day),
      HH: two(at.hour),
      mm: two(at.minute),
      ss: two(at.second),
      M: String(at.month),
      d: String(at.day),
    }
    return String(pattern)
      .slice(0, 200)
      .replace(/yyyy|MM|dd|HH|mm|ss|M|d/g, (word) => words[word]!)
  },
}

function time(value: unknown): Date {
  const made = new Date(typeof value === 'number' ? value : String(value))
  if (Number.isNaN(made.getTime()))
    throw new Missing(`needs a time and found “${String(value).slice(0, 40)}”`)
  return made
}

const SPAN = /^(\d{1,6})(ms|mo|s|m|h|d|w|y)/
const EXACT: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const CALENDAR: Record<string, [days: number, months: number]> = {
  d: [1, 0],
  w: [7, 0],
  mo: [0, 1],
  y: [0, 12],
}

/** `1d2h`: hours are exact, days and months are those of the calendar in the zone. */
export function moved(from: Date, span: string, sign: number, zone: string): Date {
  let [rest, at] = [span.trim(), from]
  if (!rest) throw new Missing('needs a span of time such as 2h30m')
  while (rest) {
    const found = SPAN.exec(rest)
    if (!found)
      throw new Missing(`cannot read “${span.slice(0, 40)}” as a span of time such as 1d2h30m`)
    const [whole, digits, unit] = found
    const many = sign * number(Number(digits))
    const exact = EXACT[unit!]
    at =
      exact === undefined
        ? onCalendar(at, CALENDAR[unit!]!, many, zone)
        : new Date(at.getTime() + many * exact)
    rest = rest.slice(whole.length).trim()
  }
  return at
}

/** How long a span is from a moment on. */
export const spanMs = (span: string, from: Date, zone: string): number =>
  moved(from, span, 1, zone).getTime() - from.getTime()

function onCalendar(at: Date, [days, months]: [number, number], many: number, zone: string): Date {
  const { year, month, day, hour, minute, second } = fieldsOf(at, zone)
  const target = month - 1 + months * many
  const last = new Date(Date.UTC(year, target + 1, 0)).getUTCDate()
  const utc = Date.UTC(
    year,
    target,
    Math.min(day, months ? last : day) + days * many,
    hour,
    minute,
    second,
    at.getUTCMilliseconds(),
  )
  return atClock(utc, zone)
}

/** The instant at which the clocks of the zone show what `utc` shows in UTC. */
export function atClock(utc: number, zone: string): Date {
  let guess = utc - offsetAt(utc, zone)
  guess = utc - offsetAt(guess, zone)
  return new Date(guess)
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = fieldsOf(new Date(at), zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

export const dayOf = (at: Date, zone: string): string => {
  const { year, month, day } = fieldsOf(at, zone)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const clocks = new Map<string, Intl.DateTimeFormat>()
const CLOCKS_MAX = 500
export function fieldsOf(at: Date, zone: string) {
  let clock = clocks.get(zone)
  if (!clock) {
    if (clocks.size >= CLOCKS_MAX) clocks.clear()
    try {
      clock = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch {
      throw new Missing(`names the zone “${zone.slice(0, 40)}”, which there is not`)
    }
    clocks.set(zone, clock)
  }
  const parts = Object.fromEntries(
    clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  )
  return parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
}

const zoneOf = (zone: unknown, room: Room): string => (typeof zone === 'string' ? zone : room.zone)
