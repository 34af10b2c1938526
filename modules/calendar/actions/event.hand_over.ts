import { defineAction, ref, T } from '#kernel'
import { Person } from '#modules/directory'
import { sendNotice } from '#modules/notify'
import { attendeesOf, invite } from '../attendees.ts'
import { Event } from '../entities.ts'
import { eventChanged } from '../events.ts'
import { mainCalendarOf } from '../own.ts'

/** Events of one transaction; the next ones are the next job’s. */
const CHUNK = 20

export const handOverEvents = defineAction({
  id: 'calendar.event.hand_over',
  kind: 'command',
  effect: 'local',
  title: 'Hand over the events of a leaver',
  description:
    'What somebody who left still organises with others goes to the owner of its calendar, else to his successor or manager; who is invited is told.',
  input: T.Object(
    {
      from: ref('directory.person'),
      name: T.String(),
      to: T.Optional(ref('directory.person')),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ handed: T.Integer() }),
  emits: [eventChanged],
  scope: 'member',
  internal: true,
}).run(async ({ from, name, to }, ctx) => {
  // With the rows that changed occurrences are; what one planned for oneself alone concerns nobody else.
  const rows = await ctx.sql<{ id: string; own: boolean; owner: string | null }>`
    SELECT e.id, (c.owner = e.organiser) AS own, CASE WHEN c.owner <> e.organiser THEN c.owner END AS owner
    FROM calendar.event e JOIN calendar.calendar c ON c.org = e.org AND c.id = e.calendar
    WHERE e.org = ${ctx.org} AND e.organiser = ${from} AND e.status <> 'cancelled'
      AND (e.series_end IS NULL OR e.series_end > ${ctx.now}) AND coalesce(${to ?? null}::uuid, c.owner, e.organiser) <> e.organiser
      AND EXISTS (SELECT 1 FROM calendar.attendee a WHERE a.org = e.org AND a.event = e.id AND a.kind <> 'room' AND a.person IS DISTINCT FROM e.organiser)
    ORDER BY e.id LIMIT ${CHUNK} FOR UPDATE OF e`
  const wanted = [...new Set(rows.flatMap(({ owner }) => owner ?? to ?? []))]
  const { items: people } = await ctx
    .records(Person)
    .unchecked('who takes over')
    .list({ where: { id: { in: wanted } }, limit: CHUNK + 1 })
  const names = new Map(people.map((one) => [one.id, one.name]))
  for (const row of rows) {
    const heir = row.owner ?? to!
    const calendar = row.own ? await mainCalendarOf(ctx, heir, names.get(heir) ?? '') : undefined
    const event = await ctx
      .records(Event)
      .unchecked('its organiser has left')
      .update(row.id, { organiser: heir, ...(calendar ? { calendar } : {}) })
    await ctx.sql`DELETE FROM calendar.attendee WHERE org = ${ctx.org} AND event = ${row.id} AND person = ${from}`
    await invite(ctx, row.id, [
      {
        kind: 'person',
        person: heir,
        name: names.get(heir) ?? '',
        optional: false,
        response: 'accepted',
      },
    ])
    const { title, starts_at } = event
    ctx.emit(
      eventChanged,
      { event: row.id, title, starts_at, by: heir },
      { stream: `person:${heir}` },
    )
    const told = (await attendeesOf(ctx, row.id)).flatMap(({ person }) => person ?? [])
    await ctx.call(sendNotice, {
      people: told,
      kind: eventChanged.id,
      title: {
        en: `${name} has left: ${names.get(heir)} now organises “${title}”`,
        zh: `${name}已离职，“${title}”改由${names.get(heir)}组织`,
      },
      link: `/calendar/event/${row.id}`,
    })
  }
  if (rows.length === CHUNK) ctx.enqueue(handOverEvents, { from, name, ...(to ? { to } : {}) })
  return { handed: rows.length }
})
