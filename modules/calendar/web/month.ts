import type { CalendarEntry } from '#web'
import { markOf, titleOf } from './block.tsx'
import { clockOf, daysOf } from './days.ts'
import { keyOf, type Occurrence } from './types.ts'

/** An occurrence as the kit's month shows it. */
export function entryOf(one: Occurrence, hue: number, whose: string | undefined): CalendarEntry {
  const [first, last] = daysOf(one)
  return {
    row: { id: keyOf(one), ...one } as never,
    key: keyOf(one),
    title: titleOf(one, whose),
    first,
    last,
    hue,
    mark: `edge-${hue} ${markOf(one)}`,
    movable: one.may_change,
    ...(one.all_day ? {} : { time: clockOf(one.starts_at) }),
  }
}
