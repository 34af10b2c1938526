import { defineEvent, T } from '#kernel'

const about = { event: T.Id(), title: T.String(), starts_at: T.Time() }

export const eventCreated = defineEvent({
  id: 'calendar.event.created',
  title: 'Event planned',
  payload: T.Object({ ...about, organiser: T.Id() }),
})
export const eventChanged = defineEvent({
  id: 'calendar.event.changed',
  title: 'Event changed',
  payload: T.Object({ ...about, by: T.String() }),
})
export const eventCancelled = defineEvent({
  id: 'calendar.event.cancelled',
  title: 'Event cancelled',
  payload: T.Object({ ...about, by: T.String() }),
})
export const eventResponded = defineEvent({
  id: 'calendar.event.responded',
  title: 'Invitation answered',
  payload: T.Object({
    ...about,
    organiser: T.Id(),
    name: T.String(),
    response: T.Enum(['accepted', 'declined', 'tentative']),
    comment: T.Optional(T.String()),
  }),
})
export const eventsImported = defineEvent({
  id: 'calendar.event.imported',
  title: 'Events imported',
  payload: T.Object({ calendar: T.Id(), created: T.Integer(), updated: T.Integer() }),
})
export const calendarChanged = defineEvent({
  id: 'calendar.calendar.changed',
  title: 'Calendar changed',
  payload: T.Object({ calendar: T.Id(), by: T.String() }),
})
export const feedChanged = defineEvent({
  id: 'calendar.feed.changed',
  title: 'Subscription link made or revoked',
  payload: T.Object({ feed: T.Id(), person: T.Id(), revoked: T.Boolean() }),
})
