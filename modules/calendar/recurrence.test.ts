import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { beginsAt, countBefore, occurrences, seriesEnd, type Series } from './occurrences.ts'
import { countedTo, endedAt, readRule } from './rule.ts'
import { instantOf, isZone, wallOf } from './zone.ts'

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe', 'UTC']

const series = (wall: string, zone: string, rule?: string, minutes = 60): Series => {
  const start = instantOf(wall, zone)
  const ends_at = new Date(start + minutes * 60_000).toISOString()
  const starts_at = new Date(start).toISOString()
  return { starts_at, ends_at, zone, all_day: false, ...(rule ? { rule } : {}) }
}
const starts = (one: Series, from: string, to: string) =>
  occurrences(one, Date.parse(from), Date.parse(to)).map(({ start }) =>
    new Date(start).toISOString().slice(0, 16),
  )

test('a weekly meeting keeps its wall time across the change of the clocks (by hand)', () => {
  const berlin = series('2026-03-25T09:00:00', 'Europe/Berlin', 'FREQ=WEEKLY')
  assert.deepEqual(starts(berlin, '2026-03-20T00:00:00Z', '2026-04-09T00:00:00Z'), [
    '2026-03-25T08:00',
    '2026-04-01T07:00',
    '2026-04-08T07:00',
  ])
  const york = series('2026-10-28T09:00:00', 'America/New_York', 'FREQ=WEEKLY')
  assert.deepEqual(starts(york, '2026-10-20T00:00:00Z', '2026-11-12T00:00:00Z'), [
    '2026-10-28T13:00',
    '2026-11-04T14:00',
    '2026-11-11T14:00',
  ])
  const shanghai = series('2026-03-25T09:00:00', 'Asia/Shanghai', 'FREQ=WEEKLY')
  assert.deepEqual(starts(shanghai, '2026-03-20T00:00:00Z', '2026-04-09T00:00:00Z'), [
    '2026-03-25T01:00',
    '2026-04-01T01:00',
    '2026-04-08T01:00',
  ])
})

test('month ends and leap days: what does not exist does not take place (by hand)', () => {
  const last = series('2026-01-31T10:00:00', 'Asia/Shanghai', 'FREQ=MONTHLY;BYMONTHDAY=31')
  assert.deepEqual(
    starts(last, '2026-01-01T00:00:00Z', '2026-08-01T00:00:00Z').map((at) => at.slice(0, 10)),
    ['2026-01-31', '2026-03-31', '2026-05-31', '2026-07-31'],
  )
  const end = series('2026-01-31T10:00:00', 'Asia/Shanghai', 'FREQ=MONTHLY;BYMONTHDAY=-1')
  assert.deepEqual(
    starts(end, '2026-02-01T00:00:00Z', '2026-05-01T00:00:00Z').map((at) => at.slice(0, 10)),
    ['2026-02-28', '2026-03-31', '2026-04-30'],
  )
  const leap = series('2024-02-29T10:00:00', 'Europe/Berlin', 'FREQ=YEARLY')
  assert.deepEqual(
    starts(leap, '2024-01-01T00:00:00Z', '2033-01-01T00:00:00Z').map((at) => at.slice(0, 10)),
    ['2024-02-29', '2028-02-29', '2032-02-29'],
  )
})

test('a wall time that the clocks leave out is left out, one they show twice takes place once', () => {
  const gap = series('2026-03-22T02:30:00', 'Europe/Berlin', 'FREQ=WEEKLY')
  assert.deepEqual(starts(gap, '2026-03-20T00:00:00Z', '2026-04-06T00:00:00Z'), [
    '2026-03-22T01:30',
    '2026-04-05T00:30',
  ])
  const twice = series('2026-10-18T02:30:00', 'Europe/Berlin', 'FREQ=WEEKLY')
  assert.deepEqual(starts(twice, '2026-10-20T00:00:00Z', '2026-11-02T00:00:00Z'), [
    '2026-10-25T00:30',
    '2026-11-01T01:30',
  ])
})

test('all-day series end at midnight, also on the days with 23 and 25 hours', () => {
  const day: Series = {
    starts_at: new Date(instantOf('2026-03-28T00:00:00', 'Europe/Berlin')).toISOString(),
    ends_at: new Date(instantOf('2026-03-29T00:00:00', 'Europe/Berlin')).toISOString(),
    zone: 'Europe/Berlin',
    all_day: true,
    rule: 'FREQ=DAILY',
  }
  const hours = occurrences(
    day,
    Date.parse('2026-03-28T00:00:00Z'),
    Date.parse('2026-03-30T12:00:00Z'),
  )
  assert.deepEqual(
    hours.map(({ start, end }) => (end - start) / 3_600_000),
    [24, 23, 24],
  )
})

test('ended and counted rules know when they are over', () => {
  const counted = series('2026-01-31T10:00:00', 'Europe/Berlin', 'FREQ=MONTHLY;COUNT=3')
  assert.equal(seriesEnd(counted), '2026-05-31T09:00:00.000Z')
  const ended = series(
    '2026-03-25T09:00:00',
    'Europe/Berlin',
    readRule('FREQ=WEEKLY;UNTIL=20260408', 'Europe/Berlin')!.text,
  )
  assert.equal(seriesEnd(ended), '2026-04-08T08:00:00.000Z')
  assert.equal(seriesEnd(series('2026-03-25T09:00:00', 'UTC', 'FREQ=DAILY')), undefined)
  assert.equal(countBefore(counted, Date.parse('2026-05-01T00:00:00Z')), 2)
  assert.ok(beginsAt(counted, instantOf('2026-03-31T10:00:00', 'Europe/Berlin')))
  assert.ok(!beginsAt(counted, instantOf('2026-02-28T10:00:00', 'Europe/Berlin')))
  assert.equal(
    endedAt('FREQ=DAILY;COUNT=5', Date.parse('2026-03-01T00:00:00Z')),
    'FREQ=DAILY;UNTIL=20260301T000000Z',
  )
  assert.equal(countedTo('FREQ=DAILY;COUNT=5', 2), 'FREQ=DAILY;COUNT=2')
})

test('a rule that nobody can keep is none', () => {
  for (const text of [
    '',
    'FREQ=SECONDLY',
    'FREQ=HOURLY',
    'INTERVAL=2',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=9999',
    'FREQ=DAILY;COUNT=2;UNTIL=20260101',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY\nDTSTART:x',
    'FREQ=DAILY;UNTIL=20269999',
  ])
    assert.equal(readRule(text, 'UTC'), undefined, text)
  assert.equal(
    readRule('RRULE:freq=weekly;interval=1;byday=mo,we', 'UTC')?.text,
    'FREQ=WEEKLY;BYDAY=MO,WE',
  )
  assert.ok(isZone('Asia/Shanghai') && isZone('UTC') && !isZone('Mars/Base') && !isZone('+08:00'))
})

test('what the wall shows leads back to the same instant, wherever the clocks do not turn', () => {
  const instant = fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 })
  fc.assert(
    fc.property(instant, fc.constantFrom(...ZONES), (seconds, zone) => {
      const wall = wallOf(seconds * 1000, zone)
      const back = instantOf(wall, zone)
      // Shown twice, the first counts; the wall is the same all the same.
      assert.equal(wallOf(back, zone), wall)
      assert.ok(back <= seconds * 1000 && seconds * 1000 - back <= 3_600_000)
    }),
    { numRuns: 2000 },
  )
})

const days = fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), {
  minLength: 1,
  maxLength: 4,
})
const rules = fc.oneof(
  fc
    .record({ every: fc.integer({ min: 1, max: 5 }) })
    .map(({ every }) => `FREQ=DAILY;INTERVAL=${every}`),
  fc
    .record({ every: fc.integer({ min: 1, max: 4 }), on: days })
    .map(({ every, on }) => `FREQ=WEEKLY;INTERVAL=${every};BYDAY=${on.join(',')};WKST=MO`),
  fc
    .record({ every: fc.integer({ min: 1, max: 4 }), day: fc.integer({ min: 1, max: 31 }) })
    .map(({ every, day }) => `FREQ=MONTHLY;INTERVAL=${every};BYMONTHDAY=${day}`),
  fc.constantFrom(
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  ),
)

test('the same occurrences as an independent implementation finds on the wall (ical.js)', () => {
  const day = fc
    .integer({ min: 0, max: 3650 })
    .map((n) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
  // Clocks turn between midnight and four; what they leave out is proved by hand above.
  const hour = fc.integer({ min: 4, max: 23 }).map((n) => `${String(n).padStart(2, '0')}:15:00`)
  fc.assert(
    fc.property(rules, day, hour, fc.constantFrom(...ZONES), (rule, on, at, zone) => {
      const iterator = ICAL.Recur.fromString(rule).iterator(
        ICAL.Time.fromDateTimeString(`${on}T${at}`),
      )
      const expected: string[] = []
      for (let next = iterator.next(); next && expected.length < 25; next = iterator.next())
        expected.push(next.toString())
      const first = expected[0]
      if (first === undefined) return
      // Both begin with an occurrence: what DTSTART beside the rule means is no matter of dates.
      const one = series(first, zone, rule)
      const to = instantOf(expected.at(-1)!, zone) + 1
      const found = occurrences(one, Date.parse(one.starts_at), to).map(({ start }) =>
        wallOf(start, zone),
      )
      assert.deepEqual(found, expected)
      const from = instantOf(expected[Math.floor(expected.length / 2)]!, zone)
      const half = occurrences(one, from, to).map(({ start }) => wallOf(start, zone))
      assert.deepEqual(half, expected.slice(Math.floor(expected.length / 2)), 'from the middle')
    }),
    { numRuns: 300 },
  )
})
