import ICAL from 'ical.js'
import type { Series } from './occurrences.ts'
import type { AttendeeRecord, EventRecord } from './views.ts'
import { dayOf, wallOf } from './zone.ts'
import { zoneComponent } from './ics-zone.ts'

type Guest = Pick<AttendeeRecord, 'kind' | 'email' | 'name' | 'optional' | 'response'>

export interface Entry {
  readonly event: Omit<EventRecord, 'calendar' | 'organiser' | 'busy' | 'created_at' | 'rev'> & {
    busy?: boolean
  }
  readonly organiser?: { readonly name: string; readonly email?: string | undefined } | undefined
  readonly attendees?: readonly Guest[]
}

const STATES = {
  none: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
} as const

/** Events as iCalendar (RFC 5545); a method makes it an invitation or its end (RFC 5546). */
export function toIcs(
  entries: readonly Entry[],
  { method, name, now }: { method?: 'REQUEST' | 'CANCEL'; name?: string; now: Date },
): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Tenon//Calendar//EN')
  if (method) calendar.addPropertyWithValue('method', method)
  if (name) calendar.addPropertyWithValue('x-wr-calname', name)
  const zones = new Map<string, number>()
  for (const { event } of entries) {
    const start = Date.parse(event.starts_at)
    if (!event.all_day) zones.set(event.zone, Math.min(zones.get(event.zone) ?? start, start))
  }
  for (const [zone, since] of zones)
    if (zone !== 'UTC') calendar.addSubcomponent(zoneComponent(zone, since, now))
  for (const entry of entries) calendar.addSubcomponent(component(entry, method, now))
  return `${calendar.toString()}\r\n`
}

function component(
  { event, organiser, attendees = [] }: Entry,
  method: string | undefined,
  now: Date,
): ICAL.Component {
  const made = new ICAL.Component('vevent')
  const set = (key: string, value: string | undefined) =>
    value && made.addPropertyWithValue(key, value)
  set('uid', event.uid)
  made.addPropertyWithValue('dtstamp', utc(now.getTime()))
  made.addPropertyWithValue('sequence', event.sequence)
  addTime(made, 'dtstart', Date.parse(event.starts_at), event)
  addTime(made, 'dtend', Date.parse(event.ends_at), event)
  if (event.rule) made.addPropertyWithValue('rrule', ICAL.Recur.fromString(ruleFor(event)))
  for (const at of event.skips ?? []) addTime(made, 'exdate', Date.parse(at), event)
  if (event.original_at) addTime(made, 'recurrence-id', Date.parse(event.original_at), event)
  set('summary', event.title)
  set('location', event.place)
  set('description', event.description)
  set('url', event.meeting_link)
  set(
    'status',
    method === 'CANCEL' || event.status === 'cancelled' ? 'CANCELLED' : event.status.toUpperCase(),
  )
  set('class', event.visibility === 'private' ? 'PRIVATE' : 'PUBLIC')
  set('transp', event.busy === false ? 'TRANSPARENT' : 'OPAQUE')
  if (organiser?.email) {
    const line = made.addPropertyWithValue('organizer', `mailto:${organiser.email}`)
    line.setParameter('cn', organiser.name)
  }
  for (const guest of attendees) addAttendee(made, guest)
  for (const minutes of event.reminders) made.addSubcomponent(alarm(minutes, event.title))
  return made
}

function addAttendee(made: ICAL.Component, { kind, email, name, optional, response }: Guest): void {
  if (kind === 'room') {
    made.addPropertyWithValue('resources', name)
    return
  }
  if (!email) return
  const line = made.addPropertyWithValue('attendee', `mailto:${email}`)
  line.setParameter('cn', name)
  line.setParameter('role', optional ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT')
  line.setParameter('partstat', STATES[response])
  line.setParameter('rsvp', 'TRUE')
}

function alarm(minutes: number, title: string): ICAL.Component {
  const made = new ICAL.Component('valarm')
  made.addPropertyWithValue('action', 'DISPLAY')
  made.addPropertyWithValue('description', title)
  made.addPropertyWithValue('trigger', ICAL.Duration.fromSeconds(-minutes * 60))
  return made
}

/** Days without a clock stay days wherever they are read; times name the zone whose wall they keep. */
function addTime(
  made: ICAL.Component,
  name: string,
  at: number,
  { all_day, zone }: Pick<Series, 'all_day' | 'zone'>,
): void {
  const property = new ICAL.Property(name)
  if (all_day) {
    property.resetType('date')
    property.setValue(ICAL.Time.fromDateString(dayOf(at, zone)))
  } else if (zone === 'UTC') {
    property.setValue(utc(at))
  } else {
    property.setValue(ICAL.Time.fromDateTimeString(wallOf(at, zone)))
    property.setParameter('tzid', zone)
  }
  made.addProperty(property)
}

const utc = (at: number): ICAL.Time =>
  ICAL.Time.fromDateTimeString(`${new Date(at).toISOString().slice(0, 19)}Z`)

/** The end of a series of days is a day (RFC 5545, 3.3.10). */
function ruleFor({ rule, all_day, zone }: Pick<EventRecord, 'rule' | 'all_day' | 'zone'>): string {
  if (!all_day) return rule!
  return rule!.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/,
    (_all, y, m, d, h, min, s) => {
      const at = Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`)
      return `UNTIL=${dayOf(at, zone).replaceAll('-', '')}`
    },
  )
}
