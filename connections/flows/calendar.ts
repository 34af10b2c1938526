import { dayOf, fieldsOf } from '#connections/expressions'

/** Beside the weekdays: days that are off, and weekends that are worked. */
export interface Calendar {
  readonly off: ReadonlySet<string>
  readonly on: ReadonlySet<string>
}
export const WEEKDAYS: Calendar = { off: new Set(), on: new Set() }

export const calendarOf = (settings: Readonly<Record<string, unknown>>): Calendar => ({
  off: new Set((settings['days_off'] as string[] | undefined) ?? []),
  on: new Set((settings['days_worked'] as string[] | undefined) ?? []),
})

/** A day that is said to be worked is, also when it is said to be off. */
export function isWorkday(at: Date, zone: string, { off, on }: Calendar): boolean {
  const day = dayOf(at, zone)
  return on.has(day) || (weekdayOf(at, zone) < 6 && !off.has(day))
}

/** 1 is Monday. */
export function weekdayOf(at: Date, zone: string): number {
  const { year, month, day } = fieldsOf(at, zone)
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}
