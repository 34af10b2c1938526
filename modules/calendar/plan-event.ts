import { type Context, type Static, T } from '#kernel'
import { invite } from './attendees.ts'
import { Event } from './entities.ts'
import { expand, Guest, guestErrors } from './guests.ts'
import { ownCalendar, zoneOf } from './own.ts'
import { book, roomErrors } from './rooms.ts'
import { ruleOf, timesOf, whenErrors, whenFields } from './when.ts'
import type { AttendeeRecord, EventRecord } from './views.ts'

const { title, place, description, meeting_link, meeting, visibility, reminders, busy } =
  Event.fields

export const planFields = {
  title,
  ...whenFields,
  place,
  description,
  meeting_link,
  meeting,
  rule: Event.fields.rule,
  visibility: T.Optional(visibility),
  busy: T.Optional(busy),
  status: T.Optional(T.Enum(['confirmed', 'tentative'], { title: 'Status' })),
  reminders: T.Optional(reminders),
  calendar: T.Optional(Event.fields.calendar),
  guests: T.Optional(T.Array(Guest, { title: 'Invite', maxItems: 500 })),
}
const _plan = T.Object(planFields)
export type Plan = Static<typeof _plan>

export const planErrors = { ...whenErrors, ...guestErrors, ...roomErrors }
export type Refuse = (code: keyof typeof planErrors, details?: Record<string, unknown>) => Error

/** Ten minutes are enough to walk to 大会议室. */
const REMINDER_MINUTES = [10]

/** A new event with its people and rooms, all or nothing. */
export async function plan(
  ctx: Context,
  {
    guests = [],
    calendar,
    rule,
    starts_at,
    ends_at,
    all_day,
    first_day,
    last_day,
    zone,
    ...said
  }: Plan,
  refuse: Refuse,
): Promise<{ event: EventRecord; invited: AttendeeRecord[] }> {
  const asked = { starts_at, ends_at, all_day, first_day, last_day, zone }
  const times = timesOf(asked as never, zoneOf(ctx), refuse)
  const people = await expand(ctx, guests, refuse)
  const id = ctx.id()
  const event = await ctx.records(Event).create({
    visibility: 'default',
    busy: !times.all_day,
    status: 'confirmed',
    reminders: times.all_day ? [] : REMINDER_MINUTES,
    ...said,
    ...times,
    ...ruleOf(times, rule, refuse),
    id,
    calendar: calendar ?? (await ownCalendar(ctx)),
    organiser: ctx.actor.id,
    uid: `${id}@tenon`,
    sequence: 0,
  })
  const self = {
    kind: 'person',
    person: ctx.actor.id,
    name: ctx.actor.name,
    optional: false,
    response: 'accepted',
  } as const
  const invited = await invite(ctx, id, [
    self,
    ...people.filter(({ person }) => person !== ctx.actor.id),
  ])
  if (people.some(({ kind }) => kind === 'room')) await book(ctx, id, refuse)
  return { event, invited: invited.filter(({ person }) => person !== ctx.actor.id) }
}
