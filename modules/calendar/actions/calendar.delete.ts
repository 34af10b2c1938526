import { conflict, defineAction, ref, T } from '#kernel'
import { Calendar } from '../entities.ts'
import { calendarChanged } from '../events.ts'

export const deleteCalendar = defineAction({
  id: 'calendar.calendar.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a calendar',
  description: 'Deletes an empty calendar of yours. Your main calendar stays.',
  input: T.Object(
    { calendar: ref(Calendar, { title: 'Calendar' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ calendar: T.Id() }),
  errors: {
    notEmpty: conflict('There are still events in this calendar.', 'Cancel them first.'),
  },
  emits: [calendarChanged],
  subject: 'calendar',
  scope: 'calendar.use',
  destructive: true,
}).run(async ({ calendar }, ctx) => {
  await ctx.records(Calendar).get(calendar)
  const [kept] = await ctx.sql`
    SELECT 1 FROM calendar.event WHERE org = ${ctx.org} AND calendar = ${calendar} AND status <> 'cancelled' LIMIT 1`
  if (kept) throw ctx.error('notEmpty')
  await ctx.sql`
    DELETE FROM calendar.event e USING calendar.calendar c
    WHERE e.org = ${ctx.org} AND e.calendar = ${calendar} AND c.org = e.org AND c.id = e.calendar AND NOT c.main
      AND (c.owner = ${ctx.actor.id} OR (c.kind = 'holiday' AND ${ctx.actor.scopes.has('calendar.manage')}::boolean))`
  await ctx.records(Calendar).delete(calendar)
  ctx.emit(calendarChanged, { calendar, by: ctx.actor.id }, { stream: `person:${ctx.actor.id}` })
  return { calendar }
})
