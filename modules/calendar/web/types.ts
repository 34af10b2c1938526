export type Answer = 'accepted' | 'declined' | 'tentative'
export type Part = 'this' | 'following' | 'all'
export type View = 'day' | 'week' | 'month' | 'agenda'

/** As `calendar.event.list` answers. */
export interface Occurrence {
  event?: string
  at?: string
  starts_at: string
  ends_at: string
  all_day: boolean
  first_day?: string
  last_day?: string
  detail: boolean
  status: 'confirmed' | 'tentative'
  busy: boolean
  people: string[]
  calendar?: string
  title?: string
  place?: string
  meeting_link?: string
  organiser?: string
  mine?: Answer | 'none'
  private?: boolean
  series?: boolean
  may_change: boolean
}
export interface Calendar {
  id: string
  name: string
  kind: 'personal' | 'group' | 'holiday'
  owner?: string
  main: boolean
  open: 'none' | 'busy' | 'read'
  hue: number
  level: 'busy' | 'read' | 'write'
}
export interface Attendee {
  id: string
  kind: 'person' | 'room' | 'outside'
  person?: string
  room?: string
  email?: string
  name: string
  via?: string
  optional: boolean
  response: Answer | 'none'
  comment?: string
}
export interface EventView {
  id: string
  calendar: string
  title: string
  place?: string
  description?: string
  meeting_link?: string
  organiser: string
  organiser_name: string
  all_day: boolean
  zone: string
  starts_at: string
  ends_at: string
  first_day?: string
  last_day?: string
  rule?: string
  master?: string
  status: 'confirmed' | 'tentative' | 'cancelled'
  visibility: 'default' | 'private' | 'public'
  busy: boolean
  reminders: number[]
  attendees: Attendee[]
  mine?: Answer | 'none'
  may_change: boolean
}
export interface Room {
  id: string
  name: string
  place?: string
  capacity: number
  status: 'open' | 'closed'
}
export interface Busy {
  starts_at: string
  ends_at: string
  tentative: boolean
}

/** Stays the same while an event is moved, so that what is on the way is drawn where it goes. */
export const keyOf = (one: Occurrence): string =>
  one.event
    ? `${one.event}:${one.at ?? ''}`
    : `${one.people.join()}:${one.calendar ?? ''}:${one.starts_at}`
