import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { createHttp } from '#interface/http'
import { tenon, type Cast } from '#kernel/testing'
import { createEvent } from './actions/event.create.ts'
import { importEvents } from './actions/event.import.ts'
import { listEvents } from './actions/event.list.ts'
import { previewEvents } from './actions/event.preview.ts'
import { createFeed } from './actions/feed.create.ts'
import { revokeFeed } from './actions/feed.revoke.ts'

let as: Cast
let base: string
let close: () => Promise<void>
before(async () => {
  as = await tenon()
  const http = await createHttp(as.kernel, { port: 0 })
  close = () => http.close()
  base = `http://127.0.0.1:${(http.server.address() as { port: number }).port}`
})
after(async () => {
  await close()
  await as[Symbol.asyncDispose]()
})

const path = (url: string) => new URL(url).pathname
const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((one) => new ICAL.Event(one))

test('a subscribed calendar: what its person may see now, nobody else’s, and nothing once revoked', async () => {
  const wang = as.wang
  const { feed, url } = await wang.call(createFeed, { name: 'Phone' })
  const answer = await fetch(base + path(url))
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type')!, /^text\/calendar; charset=utf-8/)
  const titles = eventsIn(await answer.text()).map(({ summary }) => summary)
  assert.ok(titles.includes('体检复查') && titles.includes('恒力轴承：年度价格谈判'))
  assert.ok(!titles.includes('经营周会'), 'others’ events are not in it')

  const busy = await wang.call(createFeed, { name: 'For the family', detail: 'busy' })
  const blind = await (await fetch(base + path(busy.url))).text()
  assert.doesNotMatch(blind, /体检|医院|恒力/)
  assert.ok(eventsIn(blind).length >= 3)

  await as.bo.refuses(revokeFeed, { feed }, 'notFound')
  await as.outsider.refuses(revokeFeed, { feed }, 'notFound')
  const own = (await as.bo.call('calendar.feed.list', {})) as { items: unknown[] }
  assert.deepEqual(own.items, [])
  await wang.call(revokeFeed, { feed })
  assert.equal((await fetch(base + path(url))).status, 404)
  assert.equal((await fetch(base + path(busy.url))).status, 200, 'the other link goes on')
  assert.equal((await fetch(`${base}/ics/${'A'.repeat(64)}.ics`)).status, 404)
  assert.equal((await fetch(`${base}/ics/short.ics`)).status, 404)
})

// Behind the address stands calendar.feed.read.
test('a link ends when its person leaves', async () => {
  const { url } = await as['shan']!.call(createFeed, { name: 'Phone' })
  assert.equal((await fetch(base + path(url))).status, 200)
  await as.lin.call('directory.person.leave', { person: as['shan']!.id })
  await as.kernel.idle()
  assert.equal((await fetch(base + path(url))).status, 404)
})

const file = (title: string) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//other//EN',
    'BEGIN:VEVENT',
    'UID:weekly@other',
    `SUMMARY:${title}`,
    'DTSTART;TZID=Asia/Shanghai:20270405T100000',
    'DTEND;TZID=Asia/Shanghai:20270405T103000',
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:weekly@other',
    `SUMMARY:${title} later`,
    'RECURRENCE-ID;TZID=Asia/Shanghai:20270412T100000',
    'DTSTART;TZID=Asia/Shanghai:20270413T100000',
    'DTEND;TZID=Asia/Shanghai:20270413T103000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:one@other',
    'SUMMARY:One',
    'DTSTART;VALUE=DATE:20270420',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:bad@other',
    'SUMMARY:Bad',
    'DTSTART:20270420T000000Z',
    'RRULE:FREQ=MINUTELY',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')

test('importing shows first what it would do, doubles nothing, and follows changes', async () => {
  const sun = as['sun']!
  const before = await sun.call(previewEvents, { text: file('Weekly') })
  assert.deepEqual(
    [before.create, before.update, before.nothing, before.left],
    [3, 0, 0, [{ title: 'Bad', why: 'bad_rule' }]],
  )
  const first = await sun.call(importEvents, { text: file('Weekly') })
  assert.deepEqual([first.created, first.updated, first.unchanged, first.left], [3, 0, 0, 1])
  const april = async () =>
    (
      await sun.call(listEvents, { from: '2027-04-01T00:00:00Z', to: '2027-04-30T12:00:00Z' })
    ).items.map(
      ({ title, starts_at, first_day }) => `${first_day ?? starts_at.slice(0, 10)} ${title}`,
    )
  const expected = [
    '2027-04-05 Weekly',
    '2027-04-13 Weekly later',
    '2027-04-19 Weekly',
    '2027-04-20 One',
    '2027-04-26 Weekly',
  ]
  assert.deepEqual((await april()).sort(), expected)
  const again = await sun.call(importEvents, { text: file('Weekly') })
  assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 3])
  const renamed = await sun.call(importEvents, { text: file('Renamed') })
  assert.deepEqual([renamed.created, renamed.updated, renamed.unchanged], [0, 2, 1])
  assert.deepEqual(
    (await april()).sort(),
    expected.map((one) => one.replace('Weekly', 'Renamed')),
  )
  const two = await Promise.all([
    as['bo']!.call(importEvents, { text: file('Twice') }),
    as['bo']!.call(importEvents, { text: file('Twice') }),
  ])
  assert.deepEqual(two.map(({ created }) => created).sort(), [0, 3], 'two imports at once')
  await sun.refuses(importEvents, { text: '<html>' }, 'notIcs')
  await sun.refuses(
    importEvents,
    { text: file('x'), calendar: as.world.ids['calendar.calendar.holidays']! },
    'forbidden',
  )
  await as.nobody.refuses(previewEvents, { text: file('x') }, 'unauthenticated')
})

test('an event as a file, for who may read it', async () => {
  const made = await as.wang.call(createEvent, {
    title: '盘点',
    starts_at: '2027-06-01T02:00:00Z',
    ends_at: '2027-06-01T03:00:00Z',
    rule: 'FREQ=MONTHLY;COUNT=3',
    guests: [{ person: as.bo.id }],
  })
  const { text, name } = (await as.wang.call('calendar.event.export', { event: made.id })) as {
    text: string
    name: string
  }
  assert.equal(name, '盘点.ics')
  const [event] = eventsIn(text)
  assert.deepEqual(
    [event!.uid, event!.summary, event!.attendees.length, event!.isRecurring()],
    [`${made.id}@tenon`, '盘点', 2, true],
  )
  await as['raj']!.refuses('calendar.event.export', { event: made.id }, 'notFound')
})

/** An unmodified reader of others: Debian's python3-icalendar, where somebody installed it. */
const READS = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([str(e['SUMMARY']) for e in c.walk('VEVENT')]))`
const python = (input: string) => spawnSync('/usr/bin/python3', ['-c', READS], { input })
const absent =
  python('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n').status !== 0 &&
  'python3-icalendar is not installed'

test('python3-icalendar reads a feed and an invitation', { skip: absent }, async () => {
  const { url } = await as['anna']!.call(createFeed, { name: 'Desk' })
  const feed = await (await fetch(base + path(url))).text()
  const titles = JSON.parse(python(feed).stdout.toString()) as string[]
  assert.deepEqual(titles, ['E-Bike stand-up'])
  await as.wang.call(createEvent, {
    title: '送样',
    starts_at: '2027-06-02T02:00:00Z',
    ends_at: '2027-06-02T03:00:00Z',
    zone: 'Europe/Berlin',
    guests: [{ email: 'a@b.example' }],
  })
  await as.kernel.idle()
  const [mail] = await as.kernel.mail.list(1)
  assert.deepEqual(JSON.parse(python(mail!.calendar!).stdout.toString()), ['送样'])
})
