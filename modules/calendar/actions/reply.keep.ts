import { defineAction, fail, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { attendeesOf } from '../attendees.ts'
import { Event } from '../entities.ts'
import { eventResponded } from '../events.ts'
import { answer, ANSWERED } from '../respond.ts'

export const keepReply = defineAction({
  id: 'calendar.reply.keep',
  kind: 'command',
  effect: 'local',
  title: 'Keep an answer from outside',
  description: 'Writes down what somebody outside answered, and tells the organiser.',
  input: T.Object({
    event: T.Id(),
    attendee: T.Id(),
    response: T.Enum(['accepted', 'declined', 'tentative']),
    comment: T.Optional(T.String({ maxLength: 500 })),
  }),
  output: T.Null(),
  emits: [eventResponded],
  subject: 'event',
  scope: 'member',
  internal: true,
}).run(async ({ event: id, attendee, response, comment }, ctx) => {
  const event = await ctx.records(Event).unchecked('the link in the mail is the right').get(id)
  const one = (await attendeesOf(ctx, id)).find((each) => each.id === attendee)
  if (!one) throw fail('notFound', 'There is no such invitation.')
  await answer(ctx, attendee, response, comment)
  const { title, starts_at, organiser } = event
  const said = comment ? { comment } : {}
  const fact = { event: id, title, starts_at, organiser, name: one.name, response, ...said }
  ctx.emit(eventResponded, fact, { stream: `person:${organiser}` })
  await ctx.call(sendNotice, {
    people: [organiser],
    kind: eventResponded.id,
    title: ANSWERED[response](one.name, title),
    ...(comment ? { body: comment } : {}),
    link: `/calendar/event/${id}`,
  })
  return null
})
