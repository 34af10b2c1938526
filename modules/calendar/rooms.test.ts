import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { tenon, type Cast } from '#kernel/testing'
import { listBusy } from './actions/busy.list.ts'
import { createCalendar } from './actions/calendar.create.ts'
import { deleteCalendar } from './actions/calendar.delete.ts'
import { listCalendars } from './actions/calendar.list.ts'
import { cancelEvent } from './actions/event.cancel.ts'
import { createEvent } from './actions/event.create.ts'
import { getEvent } from './actions/event.get.ts'
import { listEvents } from './actions/event.list.ts'
import { respondEvent } from './actions/event.respond.ts'
import { updateEvent } from './actions/event.update.ts'
import { findTime } from './actions/time.find.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

/** Far from the sample week, so that tests do not meet it. */
const at = (day: string, clock: string) => `2027-03-${day}T${clock}:00.000Z`
const hour = (day: string, clock = '02:00', until = '03:00') => ({
  starts_at: at(day, clock),
  ends_at: at(day, until),
})
const march = { from: '2027-03-01T00:00:00Z', to: '2027-04-01T00:00:00Z' }
const person = (name: string) => ({ person: as[name]!.id })
const look = async (name: string, range: object = march) =>
  (await as[name]!.call(listEvents, range as never)).items
const starts = (items: readonly { starts_at: string }[]) =>
  items.map((one) => one.starts_at.slice(8, 16))

test('of sixteen bookings of one room at one moment, one holds; a series of days is booked day by day', async () => {
  const room = as.world.ids['calendar.room.riding']!
  const tries = await Promise.allSettled(
    Array.from({ length: 16 }, (_, n) =>
      as[n % 2 ? 'wang' : 'bo']!.call(createEvent, {
        title: `抢 ${n}`,
        ...hour('10'),
        guests: [{ room }],
      }),
    ),
  )
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of tries)
    if (one.status === 'rejected') assert.equal((one.reason as { code: string }).code, 'roomTaken')
  const series = await as.raj!.call(createEvent, {
    title: '占',
    ...hour('16', '08:00', '09:00'),
    rule: 'FREQ=DAILY;COUNT=5',
    guests: [{ room }],
  })
  await as.wang!.refuses(
    createEvent,
    { title: '撞', ...hour('18', '08:30', '08:45'), guests: [{ room }] },
    'roomTaken',
  )
  await as.raj!.call(cancelEvent, { event: series.id, at: at('18', '08:00'), part: 'this' })
  const put = await as.wang!.call(createEvent, {
    title: '补',
    ...hour('18', '08:30', '08:45'),
    guests: [{ room }],
  })
  await as.raj!.refuses(
    updateEvent,
    { event: series.id, at: at('17', '08:00'), part: 'this', ...hour('18', '08:00', '09:00') },
    'roomTaken',
  )
  await as.wang!.call(updateEvent, { event: put.id, ...hour('18', '09:00', '09:30') })
  await as.raj!.refuses(
    createEvent,
    { title: 'x', ...hour('20', '12:00', '13:00'), rule: 'FREQ=DAILY', guests: [{ room }] },
    'roomTooLong',
  )
  const { rooms } = await as.zhao.call(listBusy, { ...march, rooms: [room] })
  assert.deepEqual(starts(rooms[0]!.busy), [
    '10T02:00',
    '16T08:00',
    '17T08:00',
    '18T09:00',
    '19T08:00',
    '20T08:00',
  ])
  await as.wang!.refuses(
    'calendar.room.create',
    { name: 'x', capacity: 4, equipment: [], status: 'open' },
    'forbidden',
  )
})

test('a time that suits all, with a room; who collides is named without saying why', async () => {
  const { wang, chen, bo } = as
  await wang!.call(createEvent, { title: '上午', ...hour('24', '01:00', '04:00') })
  await chen.call(createEvent, { title: '下午', ...hour('24', '05:00', '08:00') })
  const range = { from: at('24', '01:00'), to: at('24', '10:00') }
  const found = await bo!.call(findTime, {
    ...range,
    minutes: 60,
    people: [wang!.id, chen.id],
    seats: 15,
    zone: 'Asia/Shanghai',
  })
  assert.deepEqual(starts(found.items.slice(0, 2)), ['24T04:00', '24T08:00'])
  assert.deepEqual(found.items[0]!.rooms, [as.world.ids['calendar.room.large']])
  assert.ok(found.items.at(-1)!.taken.length > 0, 'where nobody fits it says whom it disturbs')
  const made = await bo!.call(createEvent, {
    title: '撞期',
    ...hour('24', '02:00', '03:00'),
    guests: [person('wang'), person('chen')],
  })
  assert.deepEqual(
    made.conflicts.map(({ name }) => name),
    ['王芳'],
  )
})

test('a group’s calendar is its members’; holidays are everybody’s to see and the administrator’s to keep', async () => {
  const group = as.world.ids['calendar.calendar.ebike']!
  const ride = await as.raj!.call(createEvent, {
    title: 'Test ride',
    calendar: group,
    ...hour('26'),
  })
  assert.ok((await look('tang')).some(({ event }) => event === ride.id))
  await as.tang!.call(respondEvent, { event: ride.id, response: 'accepted' })
  await as.wang!.refuses(createEvent, { title: 'x', calendar: group, ...hour('26') }, 'forbidden')
  await as.wang!.refuses(getEvent, { event: ride.id }, 'notFound')
  const holidays = as.world.ids['calendar.calendar.holidays']!
  await as.wang!.refuses(
    createEvent,
    { title: 'x', calendar: holidays, ...hour('26') },
    'forbidden',
  )
  const items = await look('stranger', { from: '2027-05-01T00:00:00Z', to: '2027-05-03T00:00:00Z' })
  assert.deepEqual(
    items.map(({ title, first_day, last_day }) => [title, first_day, last_day]),
    [['劳动节', '2027-05-01', '2027-05-05']],
  )
  assert.deepEqual(
    await look('outsider', { from: '2027-05-01T00:00:00Z', to: '2027-05-03T00:00:00Z' }),
    [],
  )
})

test('somebody outside gets an invitation that his mail program reads, and answers by its link', async () => {
  const made = await as.wang!.call(createEvent, {
    title: '轴承样品',
    place: '昆山',
    ...hour('25'),
    zone: 'Asia/Shanghai',
    guests: [{ email: 'Wu.Min@hengli.example', name: '吴敏' }, person('bo')],
  })
  await as.kernel.idle()
  const [mail] = await as.kernel.mail.list(1)
  assert.equal(mail!.to, 'wu.min@hengli.example')
  const sent = new ICAL.Component(ICAL.parse(mail!.calendar!))
  assert.equal(sent.getFirstPropertyValue('method'), 'REQUEST')
  const event = new ICAL.Event(sent.getFirstSubcomponent('vevent')!)
  assert.deepEqual(
    [event.uid, event.summary, event.attendees.length],
    [`${made.id}@tenon`, '轴承样品', 1],
  )
  const token = /\/open\/calendar#(\S+)/.exec(mail!.text)![1]!
  const shown = (await as.nobody.call('calendar.reply.show', { token })) as {
    organiser: string
    organisation: string
    response: string
  }
  assert.deepEqual([shown.organiser, shown.response], ['王芳', 'none'])
  assert.match(shown.organisation, /远山/)
  await as.nobody.call('calendar.reply.give', { token, response: 'declined', comment: '改周五' })
  await as.nobody.refuses(
    'calendar.reply.give',
    { token: `${token.slice(0, -6)}AAAAAA`, response: 'accepted' },
    'noInvitation',
  )
  const seen = await as.wang!.call(getEvent, { event: made.id })
  const guest = seen.attendees.find(({ kind }) => kind === 'outside')!
  assert.deepEqual([guest.response, guest.comment], ['declined', '改周五'])
  await as.wang!.call(updateEvent, { event: made.id, uninvite: [guest.id] })
  await as.kernel.idle()
  await as.nobody.refuses('calendar.reply.show', { token }, 'noInvitation')
  const [bye] = await as.kernel.mail.list(1)
  assert.match(bye!.calendar!, /METHOD:CANCEL/)
})

test('a reminder comes when it is due, to those who come, and not for what was moved', async () => {
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const made = await as.sun!.call(createEvent, {
    title: '出发',
    starts_at: soon(10.02),
    ends_at: soon(40),
    reminders: [10],
    guests: [person('bo'), person('wang')],
  })
  await as.bo.call(respondEvent, { event: made.id, response: 'declined' })
  const moved = await as.sun!.call(createEvent, {
    title: '改期的',
    starts_at: soon(10.02),
    ends_at: soon(40),
    reminders: [10],
  })
  await as.sun!.call(updateEvent, { event: moved.id, starts_at: soon(300), ends_at: soon(330) })
  const titles = async (name: string) =>
    (
      (await as[name]!.call('notify.notice.list', { limit: 20 })) as {
        items: { title_zh: string }[]
      }
    ).items.map((one) => one.title_zh)
  const due = Date.now() + 8000
  while (!(await titles('sun')).includes('即将开始：出发') && Date.now() < due)
    await as.kernel.idle().then(() => new Promise((wait) => setTimeout(wait, 100)))
  assert.ok((await titles('sun')).includes('即将开始：出发'))
  assert.ok((await titles('wang')).includes('即将开始：出发'))
  assert.ok(!(await titles('bo')).includes('即将开始：出发'))
  assert.ok(!(await titles('sun')).includes('即将开始：改期的'))
})

test('somebody erased leaves no name in the lists of who was invited', async () => {
  const made = await as.bo.call(createEvent, {
    title: '交接',
    ...hour('30'),
    guests: [person('ma')],
  })
  const { name } = (await as.lin.call('directory.person.get', { person: as['ma']!.id })) as {
    name: string
  }
  await as.lin.call('directory.person.leave', { person: as['ma']!.id })
  await as.lin.call('audit.person.erase', { person: as['ma']!.id, confirm: name })
  await as.kernel.idle()
  const seen = await as.bo.call(getEvent, { event: made.id })
  assert.ok(!JSON.stringify(seen).includes(name))
})

test('calendars of one’s own and of a group are made by who may, and deleted when they are empty', async () => {
  const mine = await as.wang.call(createCalendar, { name: '私事', hue: 2 })
  const event = await as.wang.call(createEvent, { title: '搬家', calendar: mine.id, ...hour('27') })
  const listed = await as.wang.call(listCalendars, {})
  assert.equal(listed.items.find(({ id }) => id === mine.id)!.level, 'write')
  await as.bo.refuses(deleteCalendar, { calendar: mine.id }, 'forbidden')
  await as.bo.refuses('calendar.calendar.update', { calendar: mine.id, name: 'x' }, 'forbidden')
  await as.outsider.refuses(deleteCalendar, { calendar: mine.id }, 'notFound')
  await as.wang.refuses(deleteCalendar, { calendar: mine.id }, 'notEmpty')
  await as.wang.call(cancelEvent, { event: event.id })
  await as.wang.call(deleteCalendar, { calendar: mine.id })
  const main = listed.items.find((one) => one.main)!
  await as.wang.refuses(deleteCalendar, { calendar: main.id }, 'forbidden')
  const conversation = as.world.ids['chat.conversation.ebike']!
  await as['raj']!.refuses(createCalendar, { name: 'E', conversation }, 'hasCalendar')
  await as.wang.refuses(
    createCalendar,
    { name: 'x', conversation: as.world.ids['chat.conversation.quality']! },
    'forbidden',
  )
  await as.wang.refuses(createCalendar, { name: 'x', holidays: true }, 'forbidden')
})

test('what only jobs and cards run is on no door', async () => {
  const inner = [
    'calendar.event.face',
    'calendar.feed.gather',
    'calendar.invitation.tell',
    'calendar.reminder.fire',
    'calendar.reply.keep',
  ]
  for (const action of inner) await as.lin.refuses(action, {}, 'notFound')
})
