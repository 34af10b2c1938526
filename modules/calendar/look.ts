import type { Context } from '#kernel'
import { conversationsOf } from '#modules/chat'
import { occurrences, type Series, type Span } from './occurrences.ts'
import { onceOr, type OnceAt } from './once.ts'
import type { Occurrence } from './views.ts'
import { dayOf } from './zone.ts'

/** A year and a bit: what a year's view shows at its edges. */
export const RANGE_MS_MAX = 372 * 86_400_000
/** Rows that one view reads at most; a person with more than five events every day looks at shorter times. */
const ROWS_MAX = 4000

export interface Range {
  readonly from: number
  readonly to: number
  /** Colleagues whose time is laid over one's own. */
  readonly people: readonly string[]
  /** Calendars to show; default: all that are one's own, shared with one, of one's groups, and holidays. */
  readonly calendars?: readonly string[] | undefined
}

interface Row extends Series {
  readonly id: string
  readonly calendar: string
  readonly title: string
  readonly place: string | null
  readonly meeting_link: string | null
  readonly organiser: string
  readonly status: 'confirmed' | 'tentative'
  readonly visibility: string
  readonly busy: boolean
  readonly master: string | null
  readonly original_at: string | null
  readonly level: number
  readonly shown: boolean
  readonly mine: Occurrence['mine'] | null
  readonly mine_once: OnceAt
  /** Overlaid people who attend, with what they answered: for all of a series, and for one of it. */
  readonly theirs: Readonly<Record<string, { all: string; once: OnceAt }>>
}

/**
 * Everything in a stretch of time, in one statement beside the caller’s groups. What the caller may see of each row (3 change,
 * 2 details, 1 taken time) says the same as the access rules of the entities; a test compares them.
 */
export async function look(
  ctx: Context,
  { from, to, people, calendars }: Range,
): Promise<Occurrence[]> {
  const me = ctx.actor.id
  const groups = await conversationsOf(ctx, me)
  const manages = ctx.actor.scopes.has('calendar.manage')
  const rows = await ctx.sql<Row>`
    WITH cal AS (
      SELECT c.id, c.owner,
        CASE WHEN c.owner = ${me} THEN 3
          WHEN c.kind = 'holiday' THEN CASE WHEN ${manages}::boolean THEN 3 ELSE 2 END
          WHEN m.conversation IS NOT NULL THEN 3
          ELSE greatest(coalesce(s.level, 0), CASE c.open WHEN 'read' THEN 2 WHEN 'busy' THEN 1 ELSE 0 END) END AS level,
        (c.owner = ${me} OR c.kind = 'holiday' OR m.conversation IS NOT NULL OR s.level IS NOT NULL) AS listed
      FROM calendar.calendar c
      LEFT JOIN unnest(${groups}::uuid[]) AS m(conversation) ON m.conversation = c.conversation
      LEFT JOIN LATERAL (
        SELECT max(CASE x.level WHEN 'write' THEN 3 WHEN 'read' THEN 2 ELSE 1 END) AS level FROM calendar.share x
        WHERE x.org = c.org AND x.calendar = c.id AND (x.person = ${me} OR x.department = ANY(${ctx.actor.departments}::uuid[]))
      ) s ON true
      WHERE c.org = ${ctx.org}
    ), open AS (
      -- A colleague who shows nothing of his main calendar is not overlaid at all.
      SELECT p.person FROM unnest(${people}::uuid[]) AS p(person)
      LEFT JOIN calendar.calendar c ON c.org = ${ctx.org} AND c.owner = p.person AND c.main
      LEFT JOIN cal ON cal.id = c.id
      WHERE c.id IS NULL OR cal.level > 0
    ), theirs AS (
      SELECT a.event, jsonb_object_agg(a.person, jsonb_build_object('all', a.response, 'once', x.once)) AS people
      FROM calendar.attendee a JOIN open o ON o.person = a.person
      LEFT JOIN LATERAL (SELECT jsonb_object_agg((extract(epoch FROM x.at) * 1000)::bigint, x.response) AS once
        FROM calendar.answer x WHERE x.org = a.org AND x.attendee = a.id) x ON true
      WHERE a.org = ${ctx.org} AND (a.response <> 'declined' OR x.once IS NOT NULL) GROUP BY a.event
    ), wanted AS (
      SELECT e.id FROM calendar.event e JOIN cal ON cal.id = e.calendar
      WHERE e.org = ${ctx.org} AND e.status <> 'cancelled' AND cal.level > 0 AND cal.listed
        AND (${calendars === undefined}::boolean OR cal.id = ANY(${calendars ?? []}::uuid[]))
        AND e.starts_at < ${new Date(to)} AND (e.series_end IS NULL OR e.series_end >= ${new Date(from)})
      UNION SELECT a.event FROM calendar.attendee a WHERE a.org = ${ctx.org} AND a.person = ${me}
      UNION SELECT t.event FROM theirs t
    )
    SELECT e.id, e.calendar, e.title, e.place, e.meeting_link, e.organiser, e.status, e.visibility, e.busy, e.all_day, e.zone,
      e.starts_at, e.ends_at, e.rule, e.skips, e.master, e.original_at,
      (cal.listed AND (${calendars === undefined}::boolean OR cal.id = ANY(${calendars ?? []}::uuid[]))) AS shown,
      CASE WHEN e.organiser = ${me} OR cal.owner = ${me} THEN 3
        WHEN a.id IS NOT NULL THEN CASE WHEN cal.level = 3 AND e.visibility <> 'private' THEN 3 ELSE 2 END
        WHEN e.visibility = 'private' THEN least(cal.level, 1)
        WHEN e.visibility = 'public' THEN greatest(cal.level, 2)
        ELSE cal.level END AS level,
      a.response AS mine, coalesce(t.people, '{}') AS theirs,
      (SELECT jsonb_object_agg((extract(epoch FROM x.at) * 1000)::bigint, x.response) FROM calendar.answer x
        WHERE x.org = a.org AND x.attendee = a.id) AS mine_once
    FROM wanted w JOIN calendar.event e ON e.org = ${ctx.org} AND e.id = w.id
    JOIN cal ON cal.id = e.calendar
    LEFT JOIN calendar.attendee a ON a.org = ${ctx.org} AND a.event = e.id AND a.person = ${me}
    LEFT JOIN theirs t ON t.event = e.id
    WHERE e.status <> 'cancelled' AND e.starts_at < ${new Date(to)} AND (e.series_end IS NULL OR e.series_end >= ${new Date(from)})
    ORDER BY e.starts_at, e.id LIMIT ${ROWS_MAX}`
  return rows.flatMap((row) => {
    const spans = occurrences(row, from, to)
    return row.level >= 2
      ? spans.map((span) => detailed(row, span))
      : spans.flatMap((span) => taken(row, span))
  })
}

function detailed(row: Row, span: Span): Occurrence {
  const mine = row.mine ? onceOr(row.mine_once, span.start, row.mine) : undefined
  const repeats = row.rule !== null || row.master !== null
  return {
    event: row.id,
    ...times(row, span),
    ...(repeats
      ? { at: row.original_at ? iso(Date.parse(row.original_at)) : iso(span.start) }
      : {}),
    detail: true,
    status: row.status,
    busy: row.busy,
    people: comingOf(row, span),
    ...(row.shown ? { calendar: row.calendar } : {}),
    title: row.title,
    ...(row.place ? { place: row.place } : {}),
    ...(row.meeting_link ? { meeting_link: row.meeting_link } : {}),
    organiser: row.organiser,
    ...(mine ? { mine } : {}),
    ...(row.visibility === 'private' ? { private: true } : {}),
    ...(repeats ? { series: true } : {}),
    may_change: row.level === 3,
  }
}

/** Nothing but the time, once for each whose time it is: two entries never say that they are one event. */
function taken(row: Row, span: Span): Occurrence[] {
  if (!row.busy) return []
  const blank = {
    ...times(row, span),
    detail: false,
    status: 'confirmed' as const,
    busy: true,
    may_change: false,
  }
  return [
    ...(row.shown ? [{ ...blank, people: [], calendar: row.calendar }] : []),
    ...comingOf(row, span).map((person) => ({ ...blank, people: [person] })),
  ]
}

const comingOf = ({ theirs }: Row, { start }: Span): string[] =>
  Object.entries(theirs).flatMap(([person, { all, once }]) =>
    onceOr(once, start, all) === 'declined' ? [] : [person],
  )

const iso = (at: number): string => new Date(at).toISOString()

export function times({ all_day, zone }: Pick<Series, 'all_day' | 'zone'>, { start, end }: Span) {
  return {
    starts_at: iso(start),
    ends_at: iso(end),
    all_day,
    ...(all_day ? { first_day: dayOf(start, zone), last_day: dayOf(end - 1, zone) } : {}),
  }
}
