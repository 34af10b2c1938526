import { type Context } from '#kernel'
import { Person } from '#modules/directory'
import { occurrences, type Series } from './occurrences.ts'
import { onceOr, type OnceAt } from './once.ts'

export interface Taken {
  readonly start: number
  readonly end: number
  readonly tentative: boolean
}

interface Row extends Series {
  readonly person: string
  readonly response: string
  readonly status: string
  readonly event: string
  readonly once: OnceAt
}

/** Those of these people whom the caller finds in the directory. */
export async function findable(
  ctx: Context,
  people: readonly string[],
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const { items } = await ctx
    .records(Person)
    .list({ where: { id: { in: [...new Set(people)] }, status: { ne: 'left' } }, limit: 1000 })
  return new Map(items.map(({ id, name }) => [id, name]))
}

/**
 * When people are taken: one statement for all of them. It carries no word of what they do. Who shows
 * nothing of his calendar has no entry, so that nobody takes him for free.
 */
export async function takenTimes(
  ctx: Context,
  people: readonly string[],
  from: number,
  to: number,
  except: readonly string[] = [],
): Promise<Map<string, Taken[]>> {
  const rows = await ctx.sql<Row & { closed: boolean }>`
    SELECT p.person, a.response, e.id AS event, e.status, e.starts_at, e.ends_at, e.zone, e.all_day, e.rule, e.skips,
      (c.open = 'none' AND p.person <> ${ctx.actor.id}) AS closed,
      (SELECT jsonb_object_agg((extract(epoch FROM x.at) * 1000)::bigint, x.response) FROM calendar.answer x
        WHERE x.org = a.org AND x.attendee = a.id) AS once
    FROM unnest(${people}::uuid[]) AS p(person)
    LEFT JOIN calendar.calendar c ON c.org = ${ctx.org} AND c.owner = p.person AND c.main
    LEFT JOIN (calendar.attendee a JOIN calendar.event e ON e.org = ${ctx.org} AND e.id = a.event)
      ON a.org = ${ctx.org} AND a.person = p.person AND e.busy
      AND (a.response <> 'declined' OR EXISTS (SELECT 1 FROM calendar.answer x WHERE x.org = a.org AND x.attendee = a.id)) AND e.status <> 'cancelled'
      AND e.starts_at < ${new Date(to)} AND (e.series_end IS NULL OR e.series_end > ${new Date(from)})
      AND NOT (e.id = ANY(${except}::uuid[]) OR coalesce(e.master = ANY(${except}::uuid[]), false))`
  const found = new Map<string, Taken[]>()
  for (const row of rows) {
    if (row.closed) continue
    const list = found.get(row.person) ?? []
    found.set(row.person, list)
    if (!row.event) continue
    for (const span of occurrences(row, from, to)) {
      const response = onceOr(row.once, span.start, row.response)
      const tentative = response !== 'accepted' || row.status === 'tentative'
      if (response !== 'declined') list.push({ ...span, tentative })
    }
  }
  for (const list of found.values()) list.sort((a, b) => a.start - b.start)
  return found
}

/** When rooms are taken; the bookings of an event that is being changed may be left out. */
export async function bookedTimes(
  ctx: Context,
  rooms: readonly string[],
  from: number,
  to: number,
  except: readonly string[] = [],
): Promise<Map<string, Taken[]>> {
  const found = new Map<string, Taken[]>(rooms.map((room) => [room, []]))
  if (rooms.length === 0) return found
  const rows = await ctx.sql<{ room: string; starts_at: string; ends_at: string }>`
    SELECT b.room, b.starts_at, b.ends_at FROM calendar.booking b
    WHERE b.org = ${ctx.org} AND b.room = ANY(${rooms}::uuid[]) AND b.starts_at < ${new Date(to)} AND b.ends_at > ${new Date(from)}
      AND NOT b.event = ANY(${except}::uuid[])
    ORDER BY b.starts_at`
  for (const { room, starts_at, ends_at } of rows) {
    found
      .get(room)
      ?.push({ start: Date.parse(starts_at), end: Date.parse(ends_at), tentative: false })
  }
  return found
}
