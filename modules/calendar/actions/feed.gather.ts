import { defineAction, T } from '#kernel'
import { entriesOf } from '../entries.ts'
import { Event } from '../entities.ts'

/** What programs show of the past; older meetings are looked up here. */
const PAST_MS = 90 * 86_400_000
/** About two years of a busy person. */
const EVENTS_MAX = 1000

export const gatherFeed = defineAction({
  id: 'calendar.feed.gather',
  kind: 'query',
  effect: 'local',
  title: 'What a subscribed calendar shows',
  description: 'The caller’s own events for his subscription link, or only when he is taken.',
  input: T.Object({ detail: T.Enum(['full', 'busy']) }, { additionalProperties: false }),
  output: T.Object({ entries: T.Array(T.Unknown()) }),
  scope: 'calendar.use',
  internal: true,
}).run(async ({ detail }, ctx) => {
  const since = new Date(ctx.now.getTime() - PAST_MS)
  const rows = await ctx.sql<{ id: string }>`
    SELECT e.id FROM calendar.attendee a JOIN calendar.event e ON e.org = a.org AND e.id = a.event
    WHERE a.org = ${ctx.org} AND a.person = ${ctx.actor.id} AND a.response <> 'declined' AND e.status <> 'cancelled'
      AND (e.series_end IS NULL OR e.series_end > ${since}) ORDER BY e.starts_at DESC LIMIT ${EVENTS_MAX}`
  const { items: read } = await ctx
    .records(Event)
    .list({ where: { id: { in: rows.map(({ id }) => id) } }, limit: EVENTS_MAX })
  const declined = await ctx.sql<{ event: string; at: string }>`
    SELECT x.event, x.at FROM calendar.answer x JOIN calendar.attendee a ON a.org = x.org AND a.id = x.attendee
    WHERE x.org = ${ctx.org} AND a.person = ${ctx.actor.id} AND x.response = 'declined'`
  const items = read.map((event) => {
    const out = declined.flatMap((one) =>
      one.event === event.id ? [new Date(one.at).toISOString()] : [],
    )
    return out.length > 0 ? { ...event, skips: [...(event.skips ?? []), ...out] } : event
  })
  if (detail === 'full') return { entries: await entriesOf(ctx, items) }
  const taken = items.filter(({ busy }) => busy)
  return {
    entries: taken.map(({ place: _p, description: _d, meeting_link: _l, ...event }) => ({
      event: { ...event, title: '忙碌 Busy', reminders: [] },
    })),
  }
})
