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
  // Asked first whose it is: what is in a colleague's calendar is not told by a refusal.
  const [own] = await ctx.sql<{ full: boolean }>`
    SELECT EXISTS (SELECT 1 FROM calendar.event e WHERE e.org = c.org AND e.calendar = c.id AND e.status <> 'cancelled') AS full
    FROM calendar.calendar c WHERE c.org = ${ctx.org} AND c.id = ${calendar} AND NOT c.main
      AND (c.owner = ${ctx.actor.id} OR (c.kind = 'holiday' AND ${ctx.actor.scopes.has('calendar.manage')}::boolean))`
  if (own?.full) throw ctx.error('notEmpty')
  if (own)
    await ctx.sql`DELETE FROM calendar.event WHERE org = ${ctx.org} AND calendar = ${calendar}`
  await ctx.records(Calendar).delete(calendar)
  ctx.emit(calendarChanged, { calendar, by: ctx.actor.id }, { stream: `person:${ctx.actor.id}` })
  return { calendar }
})
