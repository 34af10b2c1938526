/** Days as numbers since 1970, so that bars and drags are subtraction. A `date` is a calendar day, a `date-time` an instant seen from here. */
const DAY_MS = 86_400_000

export const isInstant = (value: string) => value.includes('T')

/** The day of a value, with the part of the day for an instant. */
export function dayNumber(value: string): number {
  if (!isInstant(value)) return Math.round(Date.parse(`${value}T00:00:00Z`) / DAY_MS)
  const at = new Date(value)
  const midnight = Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())
  const within = at.getHours() * 60 + at.getMinutes()
  return midnight / DAY_MS + within / 1440
}

/** `2026-11-23` of a day number. */
export const dayOf = (day: number): string =>
  new Date(Math.floor(day) * DAY_MS).toISOString().slice(0, 10)

/** The same value some days later; an instant keeps its hour on the clock. */
export function shifted(value: string, days: number): string {
  if (days === 0) return value
  if (!isInstant(value)) return dayOf(dayNumber(value) + days)
  const at = new Date(value)
  at.setDate(at.getDate() + days)
  return at.toISOString()
}

export function today(): string {
  const now = new Date()
  return dayOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY_MS)
}

/** A day as a `Date` for words, at noon here so that no zone moves it. */
export const asDate = (day: number): Date => {
  const [year, month, date] = dayOf(day).split('-').map(Number) as [number, number, number]
  return new Date(year, month - 1, date, 12)
}
