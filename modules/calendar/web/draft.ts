import { dayOf, clockOf, midnight, momentOf, myZone } from './days.ts'
import type { Calendar, EventView, Part } from './types.ts'

/** An event as it is being written. */
export interface Draft {
  event?: EventView
  at?: string | undefined
  part?: Part
  title: string
  allDay: boolean
  day: string
  from: string
  lastDay: string
  to: string
  zone: string
  rule: string
  people: string[]
  departments: string[]
  emails: string
  rooms: string[]
  place: string
  link: string
  description: string
  visibility: 'default' | 'private' | 'public'
  reminder: string
  busy: boolean
  calendar: string
  /** Where a card of a new one is posted. */
  group: string[]
}

export function fresh(from: Date, to: Date, calendars: readonly Calendar[]): Draft {
  const main = calendars.find(({ main }) => main)
  return {
    title: '',
    allDay: false,
    day: dayOf(from),
    from: clockOf(from.getTime()),
    lastDay: dayOf(to),
    to: clockOf(to.getTime()),
    zone: myZone(),
    rule: '',
    people: [],
    departments: [],
    emails: '',
    rooms: [],
    place: '',
    link: '',
    description: '',
    visibility: 'default',
    reminder: '10',
    busy: true,
    calendar: main?.id ?? '',
    group: [],
  }
}

/** What is there already, of the occurrence that is meant. */
export function draftOf(event: EventView, at: string | undefined, part: Part): Draft {
  const length = Date.parse(event.ends_at) - Date.parse(event.starts_at)
  const start = new Date(at ?? event.starts_at)
  const end = new Date(start.getTime() + length)
  const last = event.all_day ? new Date(end.getTime() - 1) : end
  return {
    ...fresh(start, end, []),
    event,
    ...(at ? { at } : {}),
    part,
    title: event.title,
    allDay: event.all_day,
    lastDay: dayOf(last),
    zone: event.zone,
    rule: part === 'this' ? '' : (event.rule ?? ''),
    people: event.attendees.flatMap(({ person }) =>
      person && person !== event.organiser ? [person] : [],
    ),
    rooms: event.attendees.flatMap(({ room }) => room ?? []),
    emails: event.attendees.flatMap(({ email }) => email ?? []).join(', '),
    place: event.place ?? '',
    link: event.meeting_link ?? '',
    description: event.description ?? '',
    visibility: event.visibility,
    reminder: event.reminders[0] === undefined ? '' : String(event.reminders[0]),
    busy: event.busy,
    calendar: event.calendar,
  }
}

const minutes = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Beginning and end as moments; the end of whole days is the midnight after. */
export function momentsOf({ allDay, day, from, lastDay, to }: Draft): [Date, Date] {
  if (allDay) return [midnight(day), momentOf(lastDay, 1440)]
  return [momentOf(day, minutes(from || '00:00')), momentOf(lastDay, minutes(to || '00:00'))]
}

/** Moving the beginning keeps the length. */
export function beginning(draft: Draft, patch: Partial<Pick<Draft, 'day' | 'from'>>): Draft {
  const next = { ...draft, ...patch }
  if (!next.day || (!next.allDay && !next.from)) return next
  const [start, end] = momentsOf(draft)
  const [begins] = momentsOf(next)
  const ends = new Date(
    begins.getTime() + Math.max(0, end.getTime() - start.getTime()) - (draft.allDay ? 1 : 0),
  )
  return { ...next, lastDay: dayOf(ends), ...(draft.allDay ? {} : { to: clockOf(ends.getTime()) }) }
}

export const emailsOf = (text: string): string[] =>
  text.split(/[\s,;，；]+/).filter((one) => one.includes('@'))

/** What is sent: for a new event everything, for an old one what may have changed. */
export function inputOf(draft: Draft): [action: string, input: Record<string, unknown>] {
  const [start, end] = momentsOf(draft)
  const { event, at, part } = draft
  const when = draft.allDay
    ? { all_day: true, first_day: draft.day, last_day: draft.lastDay }
    : { all_day: false, starts_at: start.toISOString(), ends_at: end.toISOString() }
  const guests = [
    ...draft.people.map((person) => ({ person })),
    ...draft.departments.map((department) => ({ department })),
    ...draft.rooms.map((room) => ({ room })),
    ...emailsOf(draft.emails).map((email) => ({ email })),
  ]
  const words = {
    title: draft.title.trim(),
    ...when,
    zone: draft.zone,
    visibility: draft.visibility,
    busy: draft.busy,
    reminders: draft.reminder === '' ? [] : [Number(draft.reminder)],
  }
  const text = {
    place: draft.place.trim(),
    description: draft.description.trim(),
    meeting_link: draft.link.trim(),
    rule: draft.rule,
  }
  if (!event) {
    const said = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== ''))
    const calendar = draft.calendar ? { calendar: draft.calendar } : {}
    const group = draft.group[0] ? { conversation: draft.group[0] } : {}
    return ['calendar.event.create', { ...words, ...said, ...calendar, ...group, guests }]
  }
  const cleared = Object.fromEntries(
    Object.entries(text).map(([key, value]) => [key, value === '' ? null : value]),
  )
  const { rule, ...plain } = cleared
  const kept = new Set([
    ...draft.people,
    ...draft.rooms,
    ...emailsOf(draft.emails).map((one) => one.toLowerCase()),
    event.organiser,
  ])
  const gone = event.attendees.filter(
    ({ person, room, email }) => !kept.has(person ?? room ?? email ?? ''),
  )
  const known = new Set(event.attendees.map(({ person, room, email }) => person ?? room ?? email))
  const invite = guests.filter((one) => !known.has(Object.values(one)[0]!.toLowerCase()))
  return [
    'calendar.event.update',
    {
      event: event.id,
      ...(at && event.rule ? { at, part } : {}),
      ...words,
      ...plain,
      ...(part === 'this' || (rule ?? '') === (event.rule ?? '') ? {} : { rule }),
      ...(invite.length > 0 ? { invite } : {}),
      ...(gone.length > 0 ? { uninvite: gone.map(({ id }) => id) } : {}),
    },
  ]
}
