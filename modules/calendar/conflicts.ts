import { T, type Context, type Static } from '#kernel'
import { takenTimes } from './free-busy.ts'
import { occurrences } from './occurrences.ts'
import type { AttendeeRecord, EventRecord } from './views.ts'

/** Somebody invited who is taken; what by is nobody's business. */
export const Conflict = T.Object({ person: T.Id(), name: T.String(), starts_at: T.Time() })

/** How much of a series is compared: what people look at before they send it. */
const AHEAD_MS = 62 * 86_400_000

export async function conflictsOf(
  ctx: Context,
  event: EventRecord,
  attendees: readonly Pick<AttendeeRecord, 'person' | 'name'>[],
): Promise<Static<typeof Conflict>[]> {
  const names = new Map(
    attendees.flatMap(({ person, name }) => (person ? [[person, name] as const] : [])),
  )
  if (names.size === 0 || !event.busy) return []
  const from = Math.max(Date.parse(event.starts_at), ctx.now.getTime())
  const spans = occurrences(event, from, from + AHEAD_MS)
  const last = spans.at(-1)
  if (!last) return []
  const busy = await takenTimes(ctx, [...names.keys()], from, last.end, [
    event.id,
    event.master ?? event.id,
  ])
  return [...busy].flatMap(([person, taken]) => {
    const hit = spans.find(({ start, end }) =>
      taken.some((one) => one.start < end && one.end > start),
    )
    return hit
      ? [{ person, name: names.get(person)!, starts_at: new Date(hit.start).toISOString() }]
      : []
  })
}
