import { defineAction, ref, T } from '#kernel'
import { entriesOf } from '../entries.ts'
import { Event } from '../entities.ts'
import { toIcs } from '../ics.ts'

export const exportEvent = defineAction({
  id: 'calendar.event.export',
  kind: 'query',
  effect: 'local',
  title: 'An event as a file',
  description:
    'One event, with its repetition and changed occurrences, as an .ics file for any calendar.',
  input: T.Object({ event: ref(Event, { title: 'Event' }) }, { additionalProperties: false }),
  output: T.Object(
    { text: T.String(), name: T.String(), mime: T.String() },
    { 'x-kind': 'download' },
  ),
  subject: 'event',
  scope: 'calendar.use',
}).run(async ({ event: id }, ctx) => {
  const event = await ctx.records(Event).get(id)
  const series = event.master ?? event.id
  const { items } = await ctx.records(Event).list({
    where: { or: [{ id: series }, { master: series }], status: { ne: 'cancelled' } },
    sort: ['id'],
    limit: 1000,
  })
  const entries = await entriesOf(ctx, items.length > 0 ? items : [event])
  return {
    text: toIcs(entries, { now: ctx.now }),
    name: `${event.title}.ics`,
    mime: 'text/calendar',
  }
})
