import { defineAction, T } from '#kernel'
import { eventsImported } from '../events.ts'
import { apply, compare, importErrors, importFields, readFile } from '../import.ts'
import { ownCalendar, zoneOf } from '../own.ts'

export const importEvents = defineAction({
  id: 'calendar.event.import',
  kind: 'command',
  effect: 'local',
  title: 'Import an .ics file',
  description:
    'Takes the events of an iCalendar file into a calendar (default: your own). What is there already, by its UID, is changed and never doubled. Nobody is invited.',
  input: T.Object(
    {
      ...importFields,
      calendar: T.Optional(T.Id({ title: 'Calendar', 'x-ref': 'calendar.calendar' })),
    },
    { additionalProperties: false, 'x-body-max': 16_777_216 },
  ),
  output: T.Object({
    calendar: T.Id(),
    created: T.Integer(),
    updated: T.Integer(),
    unchanged: T.Integer(),
    left: T.Integer(),
  }),
  errors: importErrors,
  emits: [eventsImported],
  scope: 'calendar.use',
  idempotent: true,
}).run(async ({ text, zone, calendar: into }, ctx) => {
  const read = readFile(text, zone ?? zoneOf(ctx), () => ctx.error('notIcs'))
  const calendar = into ?? (await ownCalendar(ctx))
  // Two imports at once must not both find the same UID missing.
  await ctx.sql`SELECT 1 FROM calendar.calendar WHERE org = ${ctx.org} AND id = ${calendar} FOR UPDATE`
  const done = await apply(ctx, calendar, await compare(ctx, calendar, read))
  ctx.emit(
    eventsImported,
    { calendar, created: done.created, updated: done.updated },
    { stream: `person:${ctx.actor.id}` },
  )
  return { calendar, ...done, left: read.left.length }
})
