import { defineAction, forbidden, conflict, ref, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { attendeesOf, invite } from '../attendees.ts'
import { Event } from '../entities.ts'
import { eventResponded } from '../events.ts'
import { answer, ANSWERED } from '../respond.ts'

export const respondEvent = defineAction({
  id: 'calendar.event.respond',
  kind: 'command',
  effect: 'local',
  title: 'Answer an invitation',
  description:
    'Accepts, declines or answers with perhaps, with a comment if you like. In a group’s calendar its members may say that they come without being invited.',
  input: T.Object(
    {
      event: ref(Event, { title: 'Event' }),
      response: T.Enum(['accepted', 'declined', 'tentative'], { title: 'Answer' }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 500, 'x-long': true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ event: T.Id(), response: T.Enum(['accepted', 'declined', 'tentative']) }),
  errors: {
    notInvited: forbidden('You are not invited to this event.', 'Ask its organiser to invite you.'),
    isCancelled: conflict('The event has been cancelled.', 'There is nothing to answer.'),
  },
  emits: [eventResponded],
  subject: 'event',
  scope: 'calendar.use',
  idempotent: true,
  mcp: 'listed',
}).run(async ({ event: id, response, comment }, ctx) => {
  const event = await ctx.records(Event).find(id)
  // Whoever may not read it is refused here: as forbidden when a card told him of it, else as not found.
  if (!event) await ctx.records(Event).update(id, { status: 'confirmed' })
  if (!event) throw ctx.error('notInvited')
  if (event.status === 'cancelled') throw ctx.error('isCancelled')
  let mine = (await attendeesOf(ctx, id)).find(({ person }) => person === ctx.actor.id)
  if (!mine) {
    const [group] = await ctx.sql`
      SELECT 1 FROM calendar.calendar c JOIN chat.member m ON m.org = c.org AND m.conversation = c.conversation AND m.person = ${ctx.actor.id}
      WHERE c.org = ${ctx.org} AND c.id = ${event.calendar}`
    if (!group) throw ctx.error('notInvited')
    const self = {
      kind: 'person',
      person: ctx.actor.id,
      name: ctx.actor.name,
      optional: true,
      response: 'none',
    } as const
    ;[mine] = await invite(ctx, id, [self])
  }
  await answer(ctx, mine!.id, response, comment)
  const { title, starts_at, organiser } = event
  const said = comment ? { comment } : {}
  const fact = { event: id, title, starts_at, organiser, name: ctx.actor.name, response, ...said }
  ctx.emit(eventResponded, fact, { stream: `person:${organiser}` })
  if (organiser !== ctx.actor.id)
    await ctx.call(sendNotice, {
      people: [organiser],
      kind: eventResponded.id,
      title: ANSWERED[response](ctx.actor.name, title),
      ...(comment ? { body: comment } : {}),
      link: `/calendar/event/${id}`,
    })
  return { event: id, response }
})
