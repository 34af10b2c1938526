import { locale } from '#web'
import type { Occurrence, View } from './types.ts'

/** Days as people here see them: `2026-11-23`, on this machine's clock. */
export const dayOf = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
const two = (n: number): string => String(n).padStart(2, '0')

export const today = (): string => dayOf(new Date())
export const midnight = (day: string): Date => new Date(`${day}T00:00:00`)
export const addDays = (day: string, days: number): string => {
  const at = midnight(day)
  at.setDate(at.getDate() + days)
  return dayOf(at)
}
export const daysFrom = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(day, index))

/** Weeks begin on Monday, here as in Europe. */
export const mondayOf = (day: string): string => addDays(day, -((midnight(day).getDay() + 6) % 7))

/** First day and the day after the last of what a view shows. */
export function rangeOf(view: View, day: string): [string, string] {
  if (view === 'day') return [day, addDays(day, 1)]
  if (view === 'week') return [mondayOf(day), addDays(mondayOf(day), 7)]
  if (view === 'agenda') return [day, addDays(day, AGENDA_DAYS)]
  const first = mondayOf(`${day.slice(0, 7)}-01`)
  const last = addDays(nextMonth(day), -1)
  return [first, addDays(mondayOf(last), 7)]
}
/** A month ahead is what people plan by. */
const AGENDA_DAYS = 31

export const nextMonth = (day: string, step = 1): string => {
  const at = midnight(`${day.slice(0, 7)}-01`)
  at.setMonth(at.getMonth() + step)
  return dayOf(at)
}
export function stepped(view: View, day: string, step: 1 | -1): string {
  if (view === 'month') return nextMonth(day, step)
  return addDays(day, step * { day: 1, week: 7, agenda: AGENDA_DAYS }[view])
}

export function titleOf(view: View, day: string): string {
  const say = (at: string, options: Intl.DateTimeFormatOptions) =>
    midnight(at).toLocaleDateString(locale(), options)
  if (view === 'day') return say(day, { dateStyle: 'full' })
  if (view === 'month') return say(day, { year: 'numeric', month: 'long' })
  const [first, end] = rangeOf(view, day)
  const format = new Intl.DateTimeFormat(locale(), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })
  return format.formatRange(midnight(first), midnight(addDays(end, -1)))
}

/** First and last day that something touches. */
export function daysOf(one: Occurrence): [string, string] {
  if (one.first_day && one.last_day) return [one.first_day, one.last_day]
  const end = new Date(Math.max(Date.parse(one.ends_at) - 1, Date.parse(one.starts_at)))
  return [dayOf(new Date(one.starts_at)), dayOf(end)]
}

export const clockOf = (iso: string | number): string => {
  const at = new Date(iso)
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}
/** The moment of a clock time on a day here. */
export const momentOf = (day: string, minutes: number): Date => {
  const at = midnight(day)
  at.setHours(0, minutes)
  return at
}
/** Minutes since midnight of that day on the clock, cut to the day. */
export function minutesOn(day: string, iso: string): number {
  const at = new Date(iso)
  const here = dayOf(at)
  return here < day ? 0 : here > day ? DAY_MINUTES : at.getHours() * 60 + at.getMinutes()
}
export const DAY_MINUTES = 1440

export const myZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
export const spoken = (day: string): string =>
  midnight(day).toLocaleDateString(locale(), { dateStyle: 'full' })
