import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createEvent } from './actions/event.create.ts'
import { cancelEvent } from './actions/event.cancel.ts'
import { getEvent } from './actions/event.get.ts'
import { listEvents } from './actions/event.list.ts'
import { respondEvent } from './actions/event.respond.ts'
import { updateEvent } from './actions/event.update.ts'
import { listBusy } from './actions/busy.list.ts'

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
