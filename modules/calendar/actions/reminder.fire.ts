import { defineAction, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { Event } from '../entities.ts'
import { guestsOf } from '../occasion.ts'
import { answersAt } from '../once.ts'
import { occurrences } from '../occurrences.ts'
import { scheduleReminder } from '../remind.ts'
import { inWords } from '../words.ts'

export const fireReminder = defineAction({
  id: 'calendar.reminder.fire',
  kind: 'command',
  effect: 'local',
  title: 'Remind of an event',
  description: 'Tells everybody who comes that an event begins soon, and plans the next reminder.',
  input: T.Object({ event: T.Id(), sequence: T.Integer(), starts_at: T.Time(), due: T.Time() }),
  output: T.Null(),
  silent: 'the notices tell it',
  scope: 'member',
  internal: true,
}).run(async ({ event: id, sequence, starts_at, due }, ctx) => {
  const event = await ctx.records(Event).unchecked('the module reminds of its own events').find(id)
  // Planned for an older version: the newer one has planned its own.
  if (!event || event.sequence !== sequence || event.status === 'cancelled') return null
  const start = Date.parse(starts_at)
  const [span] = occurrences(event, start, start + 1)
  const once = event.rule ? await answersAt(ctx, id, starts_at) : undefined
  const coming = (await guestsOf(ctx, id, '')).filter(
    ({ id: attendee, person, response }) =>
      person && (once?.get(attendee)?.response ?? response) !== 'declined',
  )
  // A server that was off for hours reminds of nothing that is over.
  if (span && span.end > ctx.now.getTime() && coming.length > 0) {
    const now = { ...event, starts_at, ends_at: new Date(span.end).toISOString(), rule: undefined }
    await ctx.call(sendNotice, {
      people: coming.map(({ person }) => person!),
      kind: 'calendar.event.reminded',
      title: { en: `Soon: ${event.title}`, zh: `即将开始：${event.title}` },
      body: inWords(now as never),
      link: `/calendar/event/${id}`,
    })
  }
  scheduleReminder(ctx, event, Math.max(Date.parse(due), ctx.now.getTime() - 60_000))
  return null
})
