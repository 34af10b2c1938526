import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createEvent } from './actions/event.create.ts'
import { getEvent } from './actions/event.get.ts'
import { handOverEvents } from './actions/event.hand_over.ts'
import { listEvents } from './actions/event.list.ts'
import { respondEvent } from './actions/event.respond.ts'
import { updateEvent } from './actions/event.update.ts'
import { listBusy } from './actions/busy.list.ts'

/** One occurrence of a series is answered alone; what a leaver organised goes on under somebody else. */
let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const at = (day: string, clock = '02:00') => `2027-06-${day}T${clock}:00.000Z`
const june = { from: '2027-06-01T00:00:00Z', to: '2027-07-01T00:00:00Z' }
const weekly = (name: string, guests: readonly string[], title = '例会') =>
  as[name]!.call(createEvent, {
    title,
    starts_at: at('07'),
    ends_at: at('07', '03:00'),
    rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4',
    zone: 'Asia/Shanghai',
    guests: guests.map((one) => ({ person: as[one]!.id })),
  })
const answersOf = async (name: string, title: string) =>
  (await as[name]!.call(listEvents, june)).items
    .filter((one) => one.title === title)
    .map(({ starts_at, mine }) => `${starts_at.slice(8, 10)} ${mine}`)
const takenBy = async (asker: string, name: string) => {
  const { people } = await as[asker]!.call(listBusy, { people: [as[name]!.id], ...june })
  return people[0]!.busy.map(({ starts_at }) => starts_at.slice(8, 10))
}
const noticesOf = async (name: string) =>
  (
    (await as[name]!.call('notify.notice.list', { limit: 50 })) as {
      items: { title_zh: string; body?: string; body_zh?: string; link: string }[]
    }
  ).items

test('one occurrence is declined: it alone is free again, the organiser hears which', async () => {
  const { wang, chen, bo } = as
  const { id: event } = await weekly('wang', ['chen'])
  await chen!.call(respondEvent, { event, response: 'accepted' })
  await chen!.call(respondEvent, { event, at: at('14'), response: 'declined', comment: '出差' })
  await as.kernel.idle()
  assert.deepEqual(await answersOf('chen', '例会'), [
    '07 accepted',
    '14 declined',
    '21 accepted',
    '28 accepted',
  ])
  assert.deepEqual(await takenBy('wang', 'chen'), ['07', '21', '28'])
  const [notice] = (await noticesOf('wang')).filter(({ title_zh }) => title_zh.includes('谢绝'))
  assert.match(notice!.link, /\?at=2027-06-14T02:00:00.000Z$/)
  const response = async (moment?: string) =>
    (await wang!.call(getEvent, { event, ...(moment ? { at: moment } : {}) })).attendees.find(
      ({ person }) => person === chen!.id,
    )!
  assert.equal((await response(at('14'))).response, 'declined')
  assert.equal((await response(at('14'))).comment, '出差')
  assert.equal((await response()).response, 'accepted')
  for (const wrong of [at('15'), '2027-07-05T02:00:00.000Z'])
    await chen!.refuses(respondEvent, { event, at: wrong, response: 'declined' }, 'noOccurrence')
  await bo!.refuses(respondEvent, { event, at: at('14'), response: 'declined' }, 'notFound')
})

test('what the organiser renames reaches it; taken out or split off it keeps the answer; moved, all are asked anew', async () => {
  const { wang, chen } = as
  const { id: event } = await weekly('wang', ['chen'], '周会')
  await chen!.call(respondEvent, { event, at: at('14'), response: 'declined' })
  await chen!.call(respondEvent, { event, at: at('28'), response: 'tentative' })
  await wang!.call(updateEvent, { event, part: 'all', title: '部门周会' })
  assert.deepEqual(await answersOf('chen', '部门周会'), [
    '07 none',
    '14 declined',
    '21 none',
    '28 tentative',
  ])
  await wang!.call(updateEvent, { event, at: at('14'), part: 'this', place: '三楼' })
  await wang!.call(updateEvent, { event, at: at('21'), part: 'following', place: '四楼' })
  assert.deepEqual(await answersOf('chen', '部门周会'), [
    '07 none',
    '14 declined',
    '21 none',
    '28 tentative',
  ])
  const later = (await chen!.call(listEvents, june)).items.find(
    (one) => one.title === '部门周会' && one.starts_at === at('28'),
  )!
  await wang!.call(updateEvent, {
    event: later.event!,
    part: 'all',
    at: at('28'),
    starts_at: at('28', '05:00'),
    ends_at: at('28', '06:00'),
  })
  assert.equal((await answersOf('chen', '部门周会')).at(-1), '28 none')
  await chen!.call(respondEvent, {
    event: later.event!,
    at: at('28', '05:00'),
    response: 'declined',
  })
  await chen!.call(respondEvent, { event: later.event!, response: 'accepted' })
  assert.equal((await answersOf('chen', '部门周会')).at(-1), '28 accepted', 'all is all')
})

test('an organiser leaves: his events go to his successor, else his manager, and guests hear of it', async () => {
  const { lin, chen, tang } = as
  const { id: event } = await weekly('tang', ['chen', 'bo'], '交接会')
  const alone = await tang!.call(createEvent, {
    title: '只有自己',
    starts_at: at('09'),
    ends_at: at('09', '03:00'),
  })
  await as.kernel.idle()
  await lin!.call('directory.person.leave', { person: tang!.id, successor: as['liu']!.id })
  await as.kernel.idle()
  const seen = await chen!.call(getEvent, { event })
  assert.equal(seen.organiser, as['liu']!.id)
  assert.deepEqual(
    seen.attendees.map(({ person }) => person).toSorted(),
    [chen!.id, as['bo']!.id, as['liu']!.id].toSorted(),
  )
  assert.equal((await as['liu']!.call(getEvent, { event })).may_change, true)
  assert.ok(
    (await noticesOf('chen')).some(
      ({ title_zh, link }) =>
        /唐宇已离职，“交接会”改由.+组织/.test(title_zh) && link === `/calendar/event/${event}`,
    ),
  )
  await as['liu']!.refuses(getEvent, { event: alone.id }, 'notFound')
  await chen!.refuses(handOverEvents.id, { from: chen!.id, name: 'x' }, 'notFound')
})
