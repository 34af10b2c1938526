import { conflict, invalid, type Context } from '#kernel'
import { occurrences, seriesEnd, type Series } from './occurrences.ts'

export const roomErrors = {
  roomTaken: conflict(
    'A room is taken at that time.',
    'Choose another room or time; details say which and when.',
  ),
  roomTooLong: invalid(
    'A room is booked for a year ahead at most.',
    'Give the series an end within 366 days, or book the room for a part of it.',
  ),
}
type Refuse = (code: keyof typeof roomErrors, details?: Record<string, unknown>) => Error

const AHEAD_MS = 366 * 86_400_000

interface Row extends Series {
  readonly id: string
  readonly room: string
}

/**
 * Books what a series (its row and those of changed occurrences) needs, in place of what it had. The
 * rooms' rows are locked until the command ends: of two at the same moment the second finds it taken.
 */
export async function book(ctx: Context, series: string, refuse: Refuse): Promise<void> {
  const rows = await ctx.sql<Row>`
    SELECT e.id, a.room, e.starts_at, e.ends_at, e.zone, e.all_day, e.rule, e.skips
    FROM calendar.event e JOIN calendar.attendee a ON a.org = e.org AND a.event = e.id AND a.kind = 'room'
    WHERE e.org = ${ctx.org} AND (e.id = ${series} OR e.master = ${series}) AND e.status <> 'cancelled'`
  const rooms = [...new Set(rows.map(({ room }) => room))].sort()
  if (rooms.length > 0)
    await ctx.sql`SELECT 1 FROM calendar.room WHERE org = ${ctx.org} AND id = ANY(${rooms}::uuid[]) ORDER BY id FOR UPDATE`
  await ctx.sql`
    DELETE FROM calendar.booking WHERE org = ${ctx.org}
      AND event IN (SELECT id FROM calendar.event WHERE org = ${ctx.org} AND (id = ${series} OR master = ${series}))`
  const wanted = rows.flatMap((row) => bookingsOf(row, ctx.now.getTime(), refuse))
  if (wanted.length === 0) return
  const starts = wanted.map(({ start }) => new Date(start).toISOString())
  const ends = wanted.map(({ end }) => new Date(end).toISOString())
  const of = wanted.map(({ room }) => room)
  const taken = await ctx.sql<{ room: string; name: string; starts_at: string }>`
    SELECT n.room, r.name, n.starts_at FROM unnest(${of}::uuid[], ${starts}::timestamptz[], ${ends}::timestamptz[]) AS n(room, starts_at, ends_at)
    JOIN calendar.booking b ON b.org = ${ctx.org} AND b.room = n.room AND b.starts_at < n.ends_at AND b.ends_at > n.starts_at
    JOIN calendar.room r ON r.org = ${ctx.org} AND r.id = n.room
    ORDER BY n.starts_at LIMIT 5`
  if (taken.length > 0) throw refuse('roomTaken', { taken })
  await ctx.sql`
    INSERT INTO calendar.booking (org, room, starts_at, ends_at, event)
    SELECT ${ctx.org}::uuid, n.room, n.starts_at, n.ends_at, n.event
    FROM unnest(${of}::uuid[], ${starts}::timestamptz[], ${ends}::timestamptz[], ${wanted.map(({ id }) => id)}::uuid[]) AS n(room, starts_at, ends_at, event)`
}

function bookingsOf(row: Row, now: number, refuse: Refuse) {
  const from = Math.min(Date.parse(row.starts_at), now)
  const until = Math.max(Date.parse(row.starts_at), now) + AHEAD_MS
  const over = seriesEnd(row)
  if (!over || Date.parse(over) > until) throw refuse('roomTooLong')
  return occurrences(row, from, until).map((span) => ({ ...span, id: row.id, room: row.room }))
}
