import { recordFields, T, type RecordOf, type Static } from '#kernel'
import { Attendee, Calendar, Event, LEVELS, RESPONSES } from './entities.ts'

export type EventRecord = RecordOf<typeof Event>
export type AttendeeRecord = RecordOf<typeof Attendee>

const { kind, person, room, email, name, via, optional, response, comment, responded_at } =
  Attendee.fields
export const AttendeeView = T.Object({
  id: T.Id(),
  kind,
  person,
  room,
  email,
  name,
  via,
  optional,
  response,
  comment,
  responded_at,
})

/** An event with everything that its page shows. */
export const EventView = T.Object({
  ...recordFields,
  ...Event.fields,
  first_day: T.Optional(T.Day()),
  last_day: T.Optional(T.Day()),
  organiser_name: T.String(),
  attendees: T.Array(AttendeeView),
  /** What the caller answered, when he is invited. */
  mine: T.Optional(T.Enum(RESPONSES)),
  may_change: T.Boolean(),
})

/** One time that something takes place, as the caller may see it. Without details it is only taken time. */
export const Occurrence = T.Object({
  /** Absent where only taken time may be seen. */
  event: T.Optional(T.Id()),
  /** The beginning by which this occurrence of a series is known; absent when it does not repeat. */
  at: T.Optional(T.Time()),
  starts_at: T.Time(),
  ends_at: T.Time(),
  all_day: T.Boolean(),
  first_day: T.Optional(T.Day()),
  last_day: T.Optional(T.Day()),
  detail: T.Boolean(),
  status: T.Enum(['confirmed', 'tentative']),
  busy: T.Boolean(),
  /** Whose time it is: the overlaid colleague, or the calendar. */
  people: T.Array(T.Id()),
  calendar: T.Optional(T.Id()),
  title: T.Optional(T.String()),
  place: T.Optional(T.String()),
  meeting_link: T.Optional(T.String()),
  organiser: T.Optional(T.Id()),
  mine: T.Optional(T.Enum(RESPONSES)),
  private: T.Optional(T.Boolean()),
  series: T.Optional(T.Boolean()),
  may_change: T.Boolean(),
})
export type Occurrence = Static<typeof Occurrence>

export const CalendarView = T.Object({ ...recordFields, ...Calendar.fields })
export const Level = T.Enum(LEVELS)
export const Busy = T.Object({
  starts_at: T.Time(),
  ends_at: T.Time(),
  /** Not decided yet: invited without an answer, or answered with perhaps. */
  tentative: T.Boolean(),
})
