import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { tenon, type Cast } from '#kernel/testing'
import { createEvent } from './actions/event.create.ts'
import { cancelEvent } from './actions/event.cancel.ts'
import { getEvent } from './actions/event.get.ts'
import { listEvents } from './actions/event.list.ts'
import { respondEvent } from './actions/event.respond.ts'
import { updateEvent } from './actions/event.update.ts'
import { listBusy } from './actions/busy.list.ts'
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

test('an invitation: card and notice reach the guest, the answer reaches the organiser and the card', async () => {
  const { wang, chen, bo, stranger, outsider } = as
  const made = await wang!.call(createEvent, {
    title: '验厂',
    ...hour('02'),
    guests: [person('chen')],
  })
  await as.kernel.idle()
  const [notice] = (
    (await chen!.call('notify.notice.list', { limit: 1 })) as {
      items: { title_zh: string; card: string; link: string }[]
    }
  ).items
  assert.equal(notice!.title_zh, '王芳邀请你参加“验厂”')
  assert.equal(notice!.link, `/calendar/event/${made.id}`)
  await chen!.call('cards.card.press', {
    card: notice!.card,
    name: 'accept',
    client_action_id: crypto.randomUUID(),
  })
  await as.kernel.idle()
  const seen = await wang!.call(getEvent, { event: made.id })
  assert.equal(seen.attendees.find((one) => one.person === chen!.id)!.response, 'accepted')
  const card = (await chen!.call('cards.card.get', { card: notice!.card })) as {
    data: { answers: string }
  }
  assert.match(card.data.answers, /✓ 2/)
  await bo!.refuses(respondEvent, { event: made.id, response: 'accepted' }, 'notFound')
  await stranger.refuses(getEvent, { event: made.id }, 'notFound')
  await outsider.refuses(getEvent, { event: made.id }, 'notFound')
  await as.nobody.refuses(getEvent, { event: made.id }, 'unauthenticated')
  await chen!.refuses(updateEvent, { event: made.id, title: '别的' }, 'forbidden')
  await stranger.refuses(cancelEvent, { event: made.id }, 'notFound')
})

test('who knows an event only from a card is refused with the reason; of a cancelled one everybody hears', async () => {
  const { chen, bo } = as
  const conversation = as.world.ids['chat.conversation.procurement']!
  const made = await chen!.call(createEvent, {
    title: '询价碰头',
    ...hour('03'),
    conversation,
    guests: [person('wang')],
  })
  await as.kernel.idle()
  await bo!.refuses(respondEvent, { event: made.id, response: 'accepted' }, 'forbidden')
  await bo!.refuses(updateEvent, { event: made.id, title: 'x' }, 'notFound')
  await chen!.call(cancelEvent, { event: made.id })
  await as.kernel.idle()
  const [notice] = (
    (await as.wang!.call('notify.notice.list', { limit: 1 })) as { items: { title_zh: string }[] }
  ).items
  assert.equal(notice!.title_zh, '陈涛取消了日程“询价碰头”')
  assert.deepEqual(
    (await look('wang')).filter(({ title }) => title === '询价碰头'),
    [],
  )
  await as.wang!.refuses(respondEvent, { event: made.id, response: 'accepted' }, 'isCancelled')
})

test('departments are expanded when invited; rooms and people are found by who may see them', async () => {
  const made = await as.lin.call(createEvent, {
    title: '采购部例会',
    ...hour('04'),
    guests: [
      { department: as.world.ids['directory.department.procurement']! },
      { conversation: as.world.ids['chat.conversation.finance']!, optional: true },
    ],
  })
  const names = made.attendees.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length, 'each once')
  for (const name of ['林岚', '陈涛', '王芳', 'Bo Larsen', '孙伟', '赵敏'])
    assert.ok(names.includes(name), name)
  assert.equal(made.attendees.find(({ name }) => name === '王芳')!.via, '采购部')
  await as.lin.refuses(
    createEvent,
    { title: 'x', ...hour('04'), guests: [{ person: as.outsider.id }] },
    'noGuest',
  )
  await as.lin.refuses(
    createEvent,
    { title: 'x', ...hour('04'), guests: [{ room: crypto.randomUUID() }] },
    'noGuest',
  )
  await as.lin.refuses(createEvent, { title: 'x', ...hour('04', '05:00', '04:00') }, 'badTime')
  await as.lin.refuses(createEvent, { title: 'x', ...hour('04'), zone: 'Mars/Base' }, 'badZone')
  await as.lin.refuses(createEvent, { title: 'x', ...hour('04'), rule: 'FREQ=SECONDLY' }, 'badRule')
})

test('a series: one occurrence moved, that and later ones moved, all moved, one left out', async () => {
  const { sun } = as
  const mine = async () =>
    starts((await look('sun')).filter(({ title }) => title?.startsWith('跟单')))
  const made = await sun!.call(createEvent, {
    title: '跟单',
    ...hour('01'),
    rule: 'FREQ=WEEKLY;BYDAY=MO',
    zone: 'Asia/Shanghai',
    guests: [person('wang')],
  })
  assert.deepEqual(await mine(), ['01T02:00', '08T02:00', '15T02:00', '22T02:00', '29T02:00'])
  await sun!.call(updateEvent, {
    event: made.id,
    at: at('08', '02:00'),
    part: 'this',
    ...hour('09', '06:00', '07:00'),
  })
  assert.deepEqual(await mine(), ['01T02:00', '09T06:00', '15T02:00', '22T02:00', '29T02:00'])
  await sun!.refuses(
    updateEvent,
    { event: made.id, at: at('08', '02:00'), part: 'this', title: 'x' },
    'noOccurrence',
  )
  await sun!.refuses(
    updateEvent,
    { event: made.id, at: at('10', '02:00'), part: 'this', title: 'x' },
    'noOccurrence',
  )
  const later = await sun!.call(updateEvent, {
    event: made.id,
    at: at('22', '02:00'),
    part: 'following',
    ...hour('23', '03:00', '04:00'),
  })
  assert.notEqual(later.id, made.id)
  assert.equal(later.rule, 'FREQ=WEEKLY;BYDAY=TU')
  assert.deepEqual(await mine(), ['01T02:00', '09T06:00', '15T02:00', '23T03:00', '30T03:00'])
  await sun!.call(updateEvent, {
    event: made.id,
    at: at('15', '02:00'),
    part: 'all',
    ...hour('15', '04:00', '05:00'),
  })
  assert.deepEqual(await mine(), ['01T04:00', '09T06:00', '15T04:00', '23T03:00', '30T03:00'])
  await sun!.call(cancelEvent, { event: made.id, at: at('15', '04:00'), part: 'this' })
  assert.deepEqual(await mine(), ['01T04:00', '09T06:00', '23T03:00', '30T03:00'])
  await sun!.call(cancelEvent, { event: later.id, at: at('30', '03:00'), part: 'following' })
  assert.deepEqual(await mine(), ['01T04:00', '09T06:00', '23T03:00'])
  const wangs = starts((await look('wang')).filter(({ title }) => title?.startsWith('跟单')))
  assert.deepEqual(wangs, ['01T04:00', '09T06:00', '23T03:00'], 'the guest sees the same')
  await sun!.call(cancelEvent, { event: made.id })
  assert.deepEqual(await mine(), ['23T03:00'])
})

test('details are for those who may: private and shared calendars, colleagues’ overlay, free and busy', async () => {
  const { wang, bo, raj } = as
  const secret = await wang!.call(createEvent, {
    title: '看牙',
    place: '医院',
    ...hour('05'),
    visibility: 'private',
  })
  const plain = await wang!.call(createEvent, { title: '对账', ...hour('05', '06:00', '07:00') })
  const overlay = async (name: string) =>
    (await look(name, { ...march, people: [wang!.id] })).filter(
      ({ people, starts_at }) => people.includes(wang!.id) && starts_at.startsWith('2027-03-05'),
    )
  const blind = await overlay('bo')
  assert.deepEqual(starts(blind), ['05T02:00', '05T06:00'])
  assert.doesNotMatch(JSON.stringify(blind), /看牙|对账|医院/)
  for (const id of [secret.id, plain.id]) assert.ok(!JSON.stringify(blind).includes(id))
  await bo!.refuses(getEvent, { event: plain.id }, 'notFound')

  await wang!.call('calendar.share.set', { person: bo!.id, level: 'read' })
  assert.deepEqual(
    (await overlay('bo')).map(({ title }) => title),
    [undefined, '对账'],
  )
  await bo!.call(getEvent, { event: plain.id })
  await bo!.refuses(getEvent, { event: secret.id }, 'notFound')
  await bo!.refuses(updateEvent, { event: plain.id, title: 'x' }, 'forbidden')
  await wang!.call('calendar.share.set', { person: bo!.id, level: 'write' })
  await bo!.call(updateEvent, { event: plain.id, title: '对账（改）' })
  await bo!.refuses(updateEvent, { event: secret.id, title: 'x' }, 'notFound')
  assert.equal((await overlay('raj')).length, 2)

  await wang!.call('calendar.calendar.update', { open: 'none' })
  assert.equal((await overlay('raj')).length, 0)
  const free = await raj!.call(listBusy, { ...march, people: [wang!.id, as.outsider.id] })
  assert.deepEqual(free.people, [{ person: wang!.id, known: false, busy: [] }])
  await wang!.call('calendar.calendar.update', { open: 'busy' })
  const busy = await raj!.call(listBusy, { ...march, people: [wang!.id] })
  assert.ok(
    busy.people[0]!.busy.some(
      ({ starts_at }) => Date.parse(starts_at) === Date.parse(secret.starts_at),
    ),
  )
  assert.doesNotMatch(JSON.stringify(busy), /看牙|对账|医院/)
  await raj!.refuses(
    'calendar.share.set',
    { calendar: plain.calendar, person: raj!.id, level: 'write' },
    'forbidden',
  )
  await wang!.call('calendar.share.set', { person: bo!.id, level: 'none' })
})

test('what a view shows with details is exactly what may be read one by one', async () => {
  const range = { from: '2026-11-01T00:00:00Z', to: '2027-10-31T00:00:00Z' }
  const { rows } = await as.owner((client) =>
    client.query<{ id: string }>("SELECT id FROM calendar.event WHERE status <> 'cancelled'"),
  )
  for (const name of ['lin', 'wang', 'gao', 'stranger', 'anna']) {
    const items = await look(name, { ...range, people: [as.chen.id, as.wang.id, as['feng']!.id] })
    for (const id of new Set(items.flatMap(({ event }) => event ?? [])))
      await as[name]!.call(getEvent, { event: id })
    const shown = new Set(items.flatMap(({ event }) => event ?? []))
    const mayChange = new Map(
      items.flatMap(({ event, may_change }) => (event ? [[event, may_change] as const] : [])),
    )
    for (const { id } of rows) {
      if (!shown.has(id)) continue
      assert.equal(
        (await as[name]!.call(getEvent, { event: id })).may_change,
        mayChange.get(id),
        `${name} ${id}`,
      )
    }
  }
})

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
