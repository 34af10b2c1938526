import { defineAction, ref, T } from '#kernel'
import { guestsOf, hold, occasionErrors, PARTS } from '../occasion.ts'
import { Event } from '../entities.ts'
import { eventCancelled } from '../events.ts'
import { planErrors } from '../plan-event.ts'
import { scheduleReminder } from '../remind.ts'
import { endedAt } from '../rule.ts'
import { tell } from '../tell.ts'
import { ruleOf } from '../when.ts'

export const cancelEvent = defineAction({
  id: 'calendar.event.cancel',
  kind: 'command',
  effect: 'local',
  title: 'Cancel an event',
  description:
    'Takes an event out of everybody’s calendar and frees its rooms; of a series one occurrence (this), that and all later ones (following), or all. Whoever is invited is told.',
  input: T.Object(
    {
      event: ref(Event, { title: 'Event' }),
      at: T.Optional(T.Time({ title: 'Occurrence' })),
      part: T.Optional(T.Enum(PARTS, { title: 'Which', default: 'all' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ event: T.Id(), status: T.Enum(['confirmed', 'tentative', 'cancelled']) }),
  errors: { ...planErrors, ...occasionErrors },
  emits: [eventCancelled],
  subject: 'event',
  scope: 'calendar.use',
  destructive: true,
  mcp: 'listed',
}).run(async ({ event: id, at, part = 'all' }, ctx) => {
  const { event, at: moment } = await hold(ctx, id, at, part, (code) => ctx.error(code))
  const guests = await guestsOf(ctx, event.id, ctx.actor.id)
  const sequence = event.sequence + 1
  const first = moment !== undefined && Date.parse(moment) === Date.parse(event.starts_at)
  const records = ctx.records(Event)
  const cut = part !== 'all' && moment !== undefined && !(part === 'following' && first)
  const after = !cut
    ? await records.update(event.id, { status: 'cancelled', sequence })
    : part === 'this'
      ? await records.update(event.id, { skips: [...(event.skips ?? []), moment], sequence })
      : await records.update(event.id, {
          ...ruleOf(event, endedAt(event.rule!, Date.parse(moment) - 1000), (code) =>
            ctx.error(code),
          ),
          sequence,
        })
  const since = cut ? new Date(moment) : new Date(0)
  if (part !== 'this') {
    await ctx.sql`
      UPDATE calendar.event SET status = 'cancelled', sequence = sequence + 1, updated_at = now(), rev = rev + 1
      WHERE org = ${ctx.org} AND master = ${event.id} AND original_at >= ${since} AND status <> 'cancelled'`
  }
  // What no longer takes place needs no room; what still does keeps the ones it has.
  await ctx.sql`
    DELETE FROM calendar.booking b USING calendar.event e
    WHERE b.org = ${ctx.org} AND e.org = b.org AND e.id = b.event AND (e.id = ${event.id} OR e.master = ${event.id})
      AND (e.status = 'cancelled' OR (e.id = ${event.id} AND ${cut}::boolean
        AND CASE WHEN ${part === 'this'}::boolean THEN b.starts_at = ${since} ELSE b.starts_at >= ${since} END))`
  const { title } = event
  const fact = { event: event.id, title, starts_at: moment ?? event.starts_at, by: ctx.actor.id }
  ctx.emit(eventCancelled, fact, { stream: `person:${event.organiser}` })
  tell(ctx, after.status === 'cancelled' ? 'cancelled' : 'changed', after, guests)
  scheduleReminder(ctx, after)
  return { event: event.id, status: after.status }
})
