/** Wall clocks and instants. A wall time is `2026-03-29T02:30:00`, an instant is milliseconds. */

export function isZone(zone: string): boolean {
  try {
    clockOf(zone)
    return true
  } catch {
    return false
  }
}

/** What the clock on that wall shows. */
export function wallOf(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 19)
}

/** The instant of a wall time. Shown twice, it is the first; never shown, it is read with the offset before (RFC 5545, 3.3.5). */
export function instantOf(wall: string, zone: string): number {
  const utc = Date.parse(`${wall}Z`)
  const before = offsetAt(utc - DAY_MS, zone)
  if (offsetAt(utc - before, zone) === before) return utc - before
  const after = offsetAt(utc + DAY_MS, zone)
  return offsetAt(utc - after, zone) === after ? utc - after : utc - before
}

export const dayOf = (instant: number, zone: string): string => wallOf(instant, zone).slice(0, 10)
export const midnightOf = (day: string, zone: string): number => instantOf(`${day}T00:00:00`, zone)
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
export const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS)

export const DAY_MS = 86_400_000

/** How far the wall clock is ahead of UTC, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0
  // Offsets change on full seconds; what is smaller must not be counted as a part of them.
  const whole = Math.floor(instant / 1000) * 1000
  const shown: Record<string, number> = {}
  for (const { type, value } of clockOf(zone).formatToParts(whole)) shown[type] = Number(value)
  const { year, month, day, hour, minute, second } = shown
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - whole
}

const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError(`${timeZone} is no IANA time zone`)
    const two = '2-digit' as const
    const parts = {
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    } as const
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      ...parts,
    })
    clocks.set(timeZone, clock)
  }
  return clock
}
