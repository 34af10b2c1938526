import { defineAction, forbidden, conflict, ref, T } from '#kernel'
import { rolesIn } from '#modules/chat'
import { sendNotice } from '#modules/notify'
import { attendeesOf, invite } from '../attendees.ts'
import { Event } from '../entities.ts'
import { eventResponded } from '../events.ts'
import { occasionErrors } from '../occasion.ts'
import { beginsAt } from '../occurrences.ts'
import { answerOnce, forgetOwn } from '../once.ts'
import { answer, ANSWERED } from '../respond.ts'
import type { EventRecord } from '../views.ts'
import { plainly } from '../words.ts'

export const respondEvent = defineAction({
  id: 'calendar.event.respond',
  kind: 'command',
  effect: 'local',
  title: 'Answer an invitation',
  description:
    'Accepts, declines or answers with perhaps, with a comment if you like; of a series all of it, or one occurrence (at). In a group’s calendar its members may say that they come without being invited.',
  input: T.Object(
    {
      event: ref(Event, { title: 'Event' }),
      at: T.Optional(
        T.Time({
          title: 'Occurrence',
          description: 'Its beginning, to answer for that one alone.',
        }),
      ),
      response: T.Enum(['accepted', 'declined', 'tentative'], { title: 'Answer' }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 500, 'x-long': true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ event: T.Id(), response: T.Enum(['accepted', 'declined', 'tentative']) }),
  errors: {
    noOccurrence: occasionErrors.noOccurrence,
    notInvited: forbidden('You are not invited to this event.', 'Ask its organiser to invite you.'),
    isCancelled: conflict('The event has been cancelled.', 'There is nothing to answer.'),
  },
  emits: [eventResponded],
  subject: 'event',
  scope: 'calendar.use',
  idempotent: true,
  mcp: 'listed',
}).run(async ({ event: id, at, response, comment }, ctx) => {
  const event = await ctx.records(Event).find(id)
  // Whoever may not read it is refused here: as forbidden when a card told him of it, else as not found.
  if (!event) await ctx.records(Event).update(id, { status: 'confirmed' })
  if (!event) throw ctx.error('notInvited')
  if (event.status === 'cancelled') throw ctx.error('isCancelled')
  let mine = (await attendeesOf(ctx, id)).find(({ person }) => person === ctx.actor.id)
  if (!mine) {
    const [calendar] = await ctx.sql<{ conversation: string | null }>`
      SELECT conversation FROM calendar.calendar WHERE org = ${ctx.org} AND id = ${event.calendar}`
    const group = calendar?.conversation
    const members = group ? await rolesIn(ctx, group, [ctx.actor.id]) : undefined
    if (!members?.has(ctx.actor.id)) throw ctx.error('notInvited')
    const self = {
      kind: 'person',
      person: ctx.actor.id,
      name: ctx.actor.name,
      optional: true,
      response: 'none',
    } as const
    ;[mine] = await invite(ctx, id, [self])
  }
  const once = event.rule ? at : undefined
  if (once) {
    await ctx.sql`SELECT 1 FROM calendar.event WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
    const { rule, skips } = await ctx.records(Event).get(id)
    const moment = Date.parse(once)
    const isThere = rule && beginsAt({ ...event, rule }, moment)
    if (!isThere || skips?.some((one) => Date.parse(one) === moment))
      throw ctx.error('noOccurrence')
    await answerOnce(ctx, { event: id, attendee: mine!.id, at: once }, response, comment)
  } else {
    await answer(ctx, mine!.id, response, comment)
    await forgetOwn(ctx, mine!.id)
  }
  const { title, organiser } = event
  const starts_at = once ? new Date(once).toISOString() : event.starts_at
  const said = comment ? { comment } : {}
  const fact = { event: id, title, starts_at, organiser, name: ctx.actor.name, response, ...said }
  ctx.emit(eventResponded, fact, { stream: `person:${organiser}` })
  if (organiser !== ctx.actor.id)
    await ctx.call(sendNotice, {
      people: [organiser],
      kind: eventResponded.id,
      title: ANSWERED[response](ctx.actor.name, title),
      ...(once || comment ? { body: bodyOf(once ? onceOf(event, once) : undefined, comment) } : {}),
      link: `/calendar/event/${id}${once ? `?at=${starts_at}` : ''}`,
    })
  return { event: id, response }
})

/** Which one it was, in figures that every language reads alike, and what he said. */
const bodyOf = (which: EventRecord | undefined, comment: string | undefined): string =>
  [which && plainly(which), comment].filter(Boolean).join('\n')

function onceOf(event: EventRecord, at: string): EventRecord {
  const length = Date.parse(event.ends_at) - Date.parse(event.starts_at)
  return { ...event, starts_at: at, ends_at: new Date(Date.parse(at) + length).toISOString() }
}
