import type { Context } from '#kernel'
import { occurrences } from './occurrences.ts'
import type { EventRecord } from './views.ts'

const AHEAD_MS = 5 * 366 * 86_400_000

/** Puts the next reminder of an event into the queue; one that was planned for an older version does nothing. */
export function scheduleReminder(
  ctx: Context,
  event: EventRecord,
  after: number = ctx.now.getTime(),
): void {
  const next = nextReminder(event, after)
  if (!next) return
  const { start, at } = next
  ctx.enqueue(
    ctx.registry.action('calendar.reminder.fire'),
    {
      event: event.id,
      sequence: event.sequence,
      starts_at: new Date(start).toISOString(),
      due: new Date(at).toISOString(),
    },
    { at: new Date(at), key: `calendar.reminder:${event.id}:${event.sequence}:${at}` },
  )
}

/** The soonest after that moment, and the occurrence it is about. */
export function nextReminder(
  event: EventRecord,
  after: number,
): { start: number; at: number } | undefined {
  if (event.reminders.length === 0 || event.status === 'cancelled') return undefined
  const longest = Math.max(...event.reminders) * 60_000
  const found = event.reminders.flatMap((minutes) => {
    const from = after + minutes * 60_000
    // A rule without an end is looked into only as far as its next occurrences can lie.
    for (const days of [40, 400, AHEAD_MS / 86_400_000]) {
      const span = occurrences(event, from, from + longest + days * 86_400_000).find(
        ({ start }) => start - minutes * 60_000 > after,
      )
      if (span) return [{ start: span.start, at: span.start - minutes * 60_000 }]
      if (!event.rule) break
    }
    return []
  })
  return found.sort((a, b) => a.at - b.at)[0]
}
