import { defineAction, ref, T } from '#kernel'
import { Calendar } from '../entities.ts'
import { calendarChanged } from '../events.ts'
import { ownCalendar } from '../own.ts'
import { CalendarView } from '../views.ts'

const { name, hue, open } = Calendar.fields

export const updateCalendar = defineAction({
  id: 'calendar.calendar.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a calendar',
  description:
    'Its name, its colour, and what colleagues see of it: nothing, taken time only, or details. Without a calendar: your main one.',
  input: T.Object(
    {
      calendar: T.Optional(ref(Calendar, { title: 'Calendar' })),
      name: T.Optional(name),
      hue: T.Optional(hue),
      open: T.Optional(open),
    },
    { additionalProperties: false },
  ),
  output: CalendarView,
  emits: [calendarChanged],
  subject: 'calendar',
  scope: 'calendar.use',
  idempotent: true,
}).run(async ({ calendar, ...said }, ctx) => {
  const after = await ctx.records(Calendar).update(calendar ?? (await ownCalendar(ctx)), said)
  ctx.emit(
    calendarChanged,
    { calendar: after.id, by: ctx.actor.id },
    { stream: `person:${ctx.actor.id}` },
  )
  return after
})
