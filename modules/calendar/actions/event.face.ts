import { defineAction, T } from '#kernel'
import { Person } from '#modules/directory'
import { attendeesOf } from '../attendees.ts'
import { Event } from '../entities.ts'
import { plainly } from '../words.ts'

/** What an event's card shows to everybody it is delivered to. */
export const faceOfEvent = defineAction({
  id: 'calendar.event.face',
  kind: 'query',
  effect: 'local',
  title: 'What an event’s card shows',
  description: 'The public face of an event, for its card.',
  input: T.Object({ event: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    title: T.String(),
    when: T.String(),
    starts_at: T.Time(),
    place: T.Optional(T.String()),
    rooms: T.Optional(T.String()),
    meeting_link: T.Optional(T.String()),
    repeats: T.Boolean(),
    organiser: T.Object({ id: T.Id(), name: T.String() }),
    status: T.Enum(['confirmed', 'tentative', 'cancelled']),
    open: T.Boolean(),
    answers: T.String(),
    page: T.String(),
  }),
  subject: 'event',
  scope: 'calendar.manage',
  internal: true,
}).run(async ({ event: id }, ctx) => {
  const event = await ctx
    .records(Event)
    .unchecked('the face of a card that its organiser shows')
    .get(id)
  const attendees = await attendeesOf(ctx, id)
  const { items } = await ctx
    .records(Person)
    .unchecked('a name on a card that its organiser shows')
    .list({ where: { id: event.organiser }, limit: 1 })
  const rooms = attendees.filter(({ kind }) => kind === 'room').map(({ name }) => name)
  const people = attendees.filter(({ kind }) => kind !== 'room')
  const count = (response: string) => people.filter((one) => one.response === response).length
  return {
    id,
    title: event.title,
    when: plainly(event),
    starts_at: event.starts_at,
    ...(event.place ? { place: event.place } : {}),
    ...(rooms.length > 0 ? { rooms: rooms.join('、') } : {}),
    ...(event.meeting_link ? { meeting_link: event.meeting_link } : {}),
    repeats: event.rule !== undefined,
    organiser: { id: event.organiser, name: items[0]?.name ?? '' },
    status: event.status,
    open: event.status !== 'cancelled',
    answers: `✓ ${count('accepted')}  ✕ ${count('declined')}  ? ${count('tentative') + count('none')}`,
    page: `/calendar/event/${id}`,
  }
})
