import { PRIORITIES } from './entities.ts'

export type Priority = (typeof PRIORITIES)[number]

/** Behind every day there is. */
const NO_DAY = '9999-12-31'

/** Sorts by day, then priority; text, so that one index serves the whole list. */
export const sortKey = (due_on: string | undefined | null, priority: Priority): string =>
  `${due_on ?? NO_DAY} ${PRIORITIES.indexOf(priority)}`

export const BUCKETS = ['overdue', 'today', 'week', 'later', 'undated'] as const
export type Bucket = (typeof BUCKETS)[number]

/** The days of a bucket as bounds of `due_on`: from (inclusive) and before (exclusive). */
export function boundsOf(bucket: Bucket, today: string): { gte?: string; lt?: string } | null {
  const tomorrow = addDays(today, 1)
  switch (bucket) {
    case 'overdue':
      return { lt: today }
    case 'today':
      return { gte: today, lt: tomorrow }
    case 'week':
      return { gte: tomorrow, lt: addDays(today, 8) }
    case 'later':
      return { gte: addDays(today, 8) }
    case 'undated':
      return null
  }
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
