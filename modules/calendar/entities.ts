import { allOf, anyOf, defineEntity, exists, ref, scope, T, type Filter } from '#kernel'
import { knownByCard } from '#modules/chat'

const PERSON = 'directory.person'
export const LEVELS = ['busy', 'read', 'write'] as const
export const RESPONSES = ['none', 'accepted', 'declined', 'tentative'] as const
/** Colours that also have a pattern and a letter on screen. */
export const HUES = 8

const sharedAt = (levels: readonly string[]): Filter =>
  exists('calendar.share', {
    and: [
      { calendar: '$row.id', level: { in: levels } },
      anyOf({ person: '$actor.id' }, { department: { in: '$actor.departments' } }),
    ],
  })
const inConversation = exists('chat.member', {
  conversation: '$row.conversation',
  person: '$actor.id',
})
const keepsHolidays = allOf({ kind: 'holiday' }, scope('calendar.manage'))
const readsCalendar = anyOf(
  { owner: '$actor.id' },
  { kind: 'holiday' },
  { open: 'read' },
  inConversation,
  sharedAt(['read', 'write']),
)
const writesCalendar = anyOf(
  { owner: '$actor.id' },
  keepsHolidays,
  inConversation,
  sharedAt(['write']),
)
const ofCalendar = (rule: Filter): Filter =>
  exists('calendar.calendar', allOf({ id: '$row.calendar' }, rule))

/** Somebody's own, a group's, or the organisation's holidays. */
export const Calendar = defineEntity({
  id: 'calendar.calendar',
  title: 'Calendar',
  fields: {
    name: T.String({ title: 'Name', minLength: 1, maxLength: 100 }),
    kind: T.Enum(['personal', 'group', 'holiday'], { title: 'Kind' }),
    owner: T.Optional(ref(PERSON, { title: 'Owner' })),
    conversation: T.Optional(ref('chat.conversation', { title: 'Group' })),
    /** Where one's events go that name no calendar; one each. */
    main: T.Boolean({ title: 'Main calendar' }),
    /** What colleagues see of it who were given no more. */
    open: T.Enum(['none', 'busy', 'read'], { title: 'Colleagues see' }),
    hue: T.Integer({ title: 'Colour', minimum: 0, maximum: HUES - 1 }),
    zone: T.String({ title: 'Time zone', maxLength: 64 }),
  },
  access: {
    read: { where: anyOf(readsCalendar, { open: 'busy' }, sharedAt(['busy'])) },
    create: {
      check: anyOf(
        { owner: '$actor.id', kind: 'personal' },
        keepsHolidays,
        allOf({ kind: 'group' }, inConversation),
      ),
      reason:
        'Calendars are made by their owner, by members of their group, or for holidays by an administrator.',
    },
    update: {
      where: anyOf({ owner: '$actor.id' }, keepsHolidays, inConversation),
      fields: ['name', 'open', 'hue', 'zone'],
      reason: 'Only its owner changes a calendar.',
    },
    delete: {
      where: anyOf({ owner: '$actor.id', main: false }, keepsHolidays),
      reason: 'Only its owner deletes a calendar, and a main calendar stays.',
    },
  },
  actions: ['get'],
  scope: 'calendar.use',
})

/** Who was given more of a calendar than colleagues in general. */
export const Share = defineEntity({
  id: 'calendar.share',
  title: 'Shared with',
  fields: {
    calendar: ref(Calendar, { title: 'Calendar' }),
    person: T.Optional(ref(PERSON, { title: 'Person' })),
    department: T.Optional(ref('directory.department', { title: 'Department' })),
    level: T.Enum(LEVELS, { title: 'May' }),
  },
  access: {
    read: { where: anyOf({ person: '$actor.id' }, ofCalendar({ owner: '$actor.id' })) },
    create: {
      check: ofCalendar({ owner: '$actor.id' }),
      reason: 'Only its owner shares a calendar.',
    },
    update: { where: ofCalendar({ owner: '$actor.id' }), fields: ['level'] },
    delete: { where: anyOf({ person: '$actor.id' }, ofCalendar({ owner: '$actor.id' })) },
  },
  actions: ['list'],
  scope: 'calendar.use',
  label: 'level',
})

export const Room = defineEntity({
  id: 'calendar.room',
  title: 'Room',
  fields: {
    name: T.String({ title: 'Name', minLength: 1, maxLength: 100 }),
    place: T.Optional(T.String({ title: 'Where', maxLength: 200 })),
    capacity: T.Integer({ title: 'Seats', minimum: 1, maximum: 10_000 }),
    equipment: T.Array(T.Enum(['screen', 'camera', 'whiteboard', 'phone', 'step_free']), {
      title: 'Equipment',
      uniqueItems: true,
      maxItems: 10,
    }),
    status: T.Enum(['open', 'closed'], { title: 'Status' }),
    note: T.Optional(T.String({ title: 'Note', maxLength: 500 })),
  },
  access: {
    read: { where: true },
    create: { check: scope('calendar.manage') },
    update: { where: scope('calendar.manage'), reason: 'Only who keeps the rooms changes them.' },
  },
  actions: ['get', 'list', 'create', 'update'],
  listed: ['list'],
  scope: { read: 'calendar.use', write: 'calendar.manage' },
  search: ['name', 'place'],
})

/** A link, or a room that a provider of `meeting.room` made. */
export const Meeting = T.Object(
  { provider: T.String({ maxLength: 100 }), room: T.String({ maxLength: 200 }) },
  { additionalProperties: false, title: 'Meeting' },
)

export const Event = defineEntity({
  id: 'calendar.event',
  title: 'Event',
  fields: {
    calendar: ref(Calendar, { title: 'Calendar' }),
    title: T.String({ title: 'Title', minLength: 1, maxLength: 200 }),
    place: T.Optional(T.String({ title: 'Place', maxLength: 300 })),
    description: T.Optional(T.String({ title: 'Description', maxLength: 10_000, 'x-long': true })),
    meeting_link: T.Optional(
      T.String({ title: 'Meeting link', format: 'uri', pattern: '^https?://', maxLength: 1000 }),
    ),
    meeting: T.Optional(Meeting),
    organiser: ref(PERSON, { title: 'Organiser' }),
    all_day: T.Boolean({ title: 'All day' }),
    zone: T.String({
      title: 'Time zone',
      maxLength: 64,
      description: 'IANA name, e.g. Asia/Shanghai',
    }),
    starts_at: T.Time({ title: 'Begins' }),
    ends_at: T.Time({ title: 'Ends' }),
    rule: T.Optional(
      T.String({ title: 'Repeats', maxLength: 500, description: 'RRULE of RFC 5545' }),
    ),
    series_end: T.Optional(T.Time({ title: 'Last ends', readOnly: true })),
    /** Beginnings of occurrences that do not take place, or are rows of their own. */
    skips: T.Optional(T.Array(T.Time(), { title: 'Left out', readOnly: true })),
    master: T.Optional(ref('calendar.event', { title: 'Series' })),
    original_at: T.Optional(T.Time({ title: 'Instead of', readOnly: true })),
    uid: T.String({ title: 'iCalendar UID', maxLength: 255, readOnly: true }),
    sequence: T.Integer({ title: 'Version', readOnly: true }),
    status: T.Enum(['confirmed', 'tentative', 'cancelled'], { title: 'Status' }),
    visibility: T.Enum(['default', 'private', 'public'], { title: 'Others see' }),
    busy: T.Boolean({ title: 'Takes my time' }),
    reminders: T.Array(T.Integer({ minimum: 0, maximum: 40_320 }), {
      title: 'Remind, minutes before',
      maxItems: 5,
      uniqueItems: true,
    }),
  },
  access: {
    read: {
      where: anyOf(
        { organiser: '$actor.id' },
        exists('calendar.attendee', { event: '$row.id', person: '$actor.id' }),
        ofCalendar({ owner: '$actor.id' }),
        { visibility: 'public' },
        allOf({ visibility: 'default' }, ofCalendar(readsCalendar)),
      ),
    },
    create: { check: ofCalendar(writesCalendar), reason: 'You may not write in this calendar.' },
    update: {
      where: anyOf(
        { organiser: '$actor.id' },
        ofCalendar({ owner: '$actor.id' }),
        allOf({ visibility: { ne: 'private' } }, ofCalendar(writesCalendar)),
      ),
      reason: 'Only its organiser, or who may write in its calendar, changes an event.',
    },
    known: knownByCard('calendar.event'),
  },
  actions: [],
  scope: 'calendar.use',
  search: ['title', 'place'],
})

/** One invited: a colleague, a room, or somebody outside. Read only with its event. */
export const Attendee = defineEntity({
  id: 'calendar.attendee',
  title: 'Attendee',
  fields: {
    event: ref(Event, { title: 'Event' }),
    kind: T.Enum(['person', 'room', 'outside'], { title: 'Kind' }),
    person: T.Optional(ref(PERSON, { title: 'Person' })),
    room: T.Optional(ref(Room, { title: 'Room' })),
    email: T.Optional(T.String({ title: 'E-mail', maxLength: 254 })),
    name: T.String({ title: 'Name', maxLength: 200 }),
    /** The department or group that was invited, as it was called. */
    via: T.Optional(T.String({ title: 'Invited with', maxLength: 100 })),
    optional: T.Boolean({ title: 'Optional' }),
    response: T.Enum(RESPONSES, { title: 'Response' }),
    comment: T.Optional(T.String({ title: 'Comment', maxLength: 500 })),
    responded_at: T.Optional(T.Time({ title: 'Responded' })),
  },
  access: { read: { where: { person: '$actor.id' } } },
  label: 'name',
})

/** An address under which one person's calendar may be subscribed to; only a hash of its secret is kept. */
export const Feed = defineEntity({
  id: 'calendar.feed',
  title: 'Subscription link',
  fields: {
    person: ref(PERSON, { title: 'Person' }),
    name: T.String({ title: 'Name', minLength: 1, maxLength: 100 }),
    detail: T.Enum(['full', 'busy'], { title: 'Shows' }),
    used_at: T.Optional(T.Time({ title: 'Last fetched', readOnly: true })),
    revoked_at: T.Optional(T.Time({ title: 'Revoked', readOnly: true })),
  },
  access: { read: { where: { person: '$actor.id' } }, update: { where: { person: '$actor.id' } } },
  actions: ['list'],
  scope: 'calendar.use',
})
