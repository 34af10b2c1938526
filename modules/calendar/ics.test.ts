import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { readIcs } from './ics-read.ts'
import { toIcs, type Entry } from './ics.ts'
import { instantOf, wallOf } from './zone.ts'

const iso = (wall: string, zone: string) => new Date(instantOf(wall, zone)).toISOString()
const NOW = new Date('2026-03-01T00:00:00Z')

const standUp: Entry = {
  event: {
    id: '01990000-0000-7000-8000-000000000001',
    updated_at: '2026-03-01T00:00:00Z',
    uid: 'stand-up@tenon',
    title:
      '站会; with, "signs"\\ and a very long line that iCalendar has to fold because it is over seventy-five octets',
    place: '骑行间',
    description: 'line one\nline two',
    all_day: false,
    zone: 'Europe/Berlin',
    starts_at: iso('2026-03-23T09:00:00', 'Europe/Berlin'),
    ends_at: iso('2026-03-23T09:15:00', 'Europe/Berlin'),
    rule: 'FREQ=WEEKLY;BYDAY=MO,WE',
    skips: [iso('2026-03-30T09:00:00', 'Europe/Berlin')],
    sequence: 3,
    status: 'confirmed',
    visibility: 'private',
    busy: true,
    reminders: [10],
  },
  organiser: { name: '林岚', email: 'lin.lan@yuanshan.example' },
  attendees: [
    { kind: 'outside', email: 'a@b.example', name: 'Ä. B', optional: false, response: 'none' },
  ],
}
const holiday: Entry = {
  event: {
    ...standUp.event,
    uid: 'holiday@tenon',
    title: '元旦',
    all_day: true,
    zone: 'Asia/Shanghai',
    starts_at: iso('2026-12-31T00:00:00', 'Asia/Shanghai'),
    ends_at: iso('2027-01-03T00:00:00', 'Asia/Shanghai'),
    rule: 'FREQ=YEARLY;UNTIL=20301231T155959Z',
    skips: [],
    visibility: 'default',
    busy: false,
    reminders: [],
  },
}

test('what we write we read again, the same', () => {
  const { drafts, left } = readIcs(toIcs([standUp, holiday], { now: NOW }), 'Asia/Shanghai')
  assert.deepEqual(left, [])
  for (const [index, { event }] of [standUp, holiday].entries()) {
    const { uid, title, starts_at, ends_at, zone, all_day, visibility, busy } = event
    const draft = drafts[index]!
    assert.deepEqual(
      { uid, title, starts_at, ends_at, zone, all_day, visibility, busy: busy ?? true },
      {
        uid: draft.uid,
        title: draft.title,
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        zone: draft.zone,
        all_day: draft.all_day,
        visibility: draft.visibility,
        busy: draft.busy,
      },
    )
  }
  assert.equal(drafts[0]!.rule, 'FREQ=WEEKLY;BYDAY=MO,WE')
  assert.deepEqual(drafts[0]!.skips, standUp.event.skips)
  assert.equal(drafts[1]!.rule, 'FREQ=YEARLY;UNTIL=20301231T155959Z')
})

test('the zone we write is right for a reader that knows no zones of its own', () => {
  const calendar = new ICAL.Component(ICAL.parse(toIcs([standUp], { now: NOW })))
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!)
  for (const wall of [
    '2026-03-27T09:00:00',
    '2026-03-30T09:00:00',
    '2026-10-24T12:00:00',
    '2026-10-26T12:00:00',
    '2029-07-01T12:00:00',
  ]) {
    const time = ICAL.Time.fromDateTimeString(wall)
    time.zone = zone
    assert.equal(new Date(time.toUnixTime() * 1000).toISOString(), iso(wall, 'Europe/Berlin'), wall)
  }
})

test('lines are folded at 75 octets and end as the standard says', () => {
  const text = toIcs([standUp], { now: NOW, method: 'REQUEST' })
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.match(text, /\r\nMETHOD:REQUEST\r\n/)
  assert.ok(!/[^\r]\n/.test(text))
})

test('files of others: Outlook’s zones, durations, exceptions, days without an end', () => {
  const file = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//x//y//EN',
    'BEGIN:VEVENT',
    'UID:1',
    'SUMMARY:Weekly',
    'DTSTART;TZID="W. Europe Standard Time":20260323T090000',
    'DURATION:PT45M',
    'RRULE:FREQ=WEEKLY;COUNT=5',
    'EXDATE;TZID="W. Europe Standard Time":20260406T090000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:1',
    'SUMMARY:Weekly, later',
    'RECURRENCE-ID;TZID="W. Europe Standard Time":20260330T090000',
    'DTSTART;TZID="W. Europe Standard Time":20260330T110000',
    'DTEND;TZID="W. Europe Standard Time":20260330T120000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2',
    'SUMMARY:A day',
    'DTSTART;VALUE=DATE:20260501',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:3',
    'SUMMARY:Every second',
    'DTSTART:20260501T000000Z',
    'RRULE:FREQ=SECONDLY',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:4',
    'SUMMARY:Elsewhere',
    'DTSTART;TZID=Mars/Base:20260501T000000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:5',
    'SUMMARY:Without a time',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:6',
    'SUMMARY:Gone',
    'STATUS:CANCELLED',
    'DTSTART:20260501T000000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  const { drafts, left } = readIcs(file, 'Asia/Shanghai')
  assert.deepEqual(
    left.map(({ why }) => why),
    ['bad_rule', 'unknown_zone', 'no_time', 'cancelled'],
  )
  const [weekly, day, later] = drafts
  assert.equal(weekly!.zone, 'Europe/Berlin')
  assert.equal(Date.parse(weekly!.ends_at) - Date.parse(weekly!.starts_at), 45 * 60_000)
  assert.deepEqual(
    weekly!.skips!.map((at) => wallOf(Date.parse(at), 'Europe/Berlin')),
    ['2026-04-06T09:00:00', '2026-03-30T09:00:00'],
  )
  assert.equal(later!.original_at, iso('2026-03-30T09:00:00', 'Europe/Berlin'))
  assert.deepEqual(
    [day!.all_day, day!.ends_at],
    [true, iso('2026-05-02T00:00:00', 'Asia/Shanghai')],
  )
  assert.throws(() => readIcs('<html>', 'UTC'))
  assert.throws(() => readIcs('BEGIN:VCARD\r\nEND:VCARD', 'UTC'))
})

/** An unmodified client of others: Debian's python3-icalendar, where somebody installed it. */
const python = (() => {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import icalendar'], { stdio: 'ignore' })
    return '/usr/bin/python3'
  } catch {
    return undefined
  }
})()

test(
  'python3-icalendar reads what we write',
  { skip: python ? false : 'python3-icalendar is not installed' },
  () => {
    const program = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([dict(uid=str(e['UID']), summary=str(e['SUMMARY']), start=e['DTSTART'].dt.isoformat(), rule=e['RRULE'].to_ical().decode()) for e in c.walk('VEVENT')]))`
    const answer = execFileSync(python!, ['-c', program], {
      input: toIcs([standUp, holiday], { now: NOW, method: 'REQUEST' }),
    })
    const [first, second] = JSON.parse(answer.toString()) as {
      uid: string
      summary: string
      start: string
      rule: string
    }[]
    assert.deepEqual(
      [first!.uid, first!.summary, first!.start],
      ['stand-up@tenon', standUp.event.title, '2026-03-23T09:00:00+01:00'],
    )
    assert.deepEqual(
      [second!.summary, second!.start, second!.rule],
      ['元旦', '2026-12-31', 'FREQ=YEARLY;UNTIL=20301231'],
    )
  },
)
