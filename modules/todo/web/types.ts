import type { Row } from '#web'

export type Bucket = 'overdue' | 'today' | 'week' | 'later' | 'undated'
export const BUCKETS: readonly Bucket[] = ['overdue', 'today', 'week', 'later', 'undated']
export interface Item extends Row {
  title: string
  source: string
  link?: string
  due_on?: string
  priority: 'urgent' | 'high' | 'normal' | 'low'
  state: 'open' | 'done' | 'dropped'
  settled_at?: string
  action?: string
}
export type Counts = Record<Bucket | 'open' | 'done', number>

/** What day it is where one is. */
export const today = (): string => new Date().toLocaleDateString('en-CA')

export function bucketOf({ due_on }: Item, day: string): Bucket {
  if (!due_on) return 'undated'
  if (due_on < day) return 'overdue'
  if (due_on === day) return 'today'
  const end = new Date(`${day}T00:00:00Z`)
  end.setUTCDate(end.getUTCDate() + 8)
  return due_on < end.toISOString().slice(0, 10) ? 'week' : 'later'
}
