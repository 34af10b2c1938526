import ICAL from 'ical.js'
import { seriesEnd } from './occurrences.ts'
import { readRule } from './rule.ts'
import { addDays, instantOf, isZone, midnightOf } from './zone.ts'

/** An event as a file has it, ready to be kept. */
export interface Draft {
  readonly uid: string
  readonly title: string
  readonly place?: string
  readonly description?: string
  readonly meeting_link?: string
  readonly all_day: boolean
  readonly zone: string
  readonly starts_at: string
  readonly ends_at: string
  readonly rule?: string
  readonly series_end?: string
  readonly skips?: readonly string[]
  /** Instead of this occurrence of the series with the same UID. */
  readonly original_at?: string
  readonly status: 'confirmed' | 'tentative'
  readonly visibility: 'default' | 'private'
  readonly busy: boolean
  readonly reminders: readonly number[]
}
/** What could not be taken, and why, in a word that the reader's language has. */
export interface Left {
  readonly title: string
  readonly why: 'no_time' | 'bad_rule' | 'unknown_zone' | 'cancelled' | 'lone_exception'
}
export interface Read {
  readonly drafts: Draft[]
  readonly left: Left[]
}

/** Files of years of work fit; more is imported in parts. */
export const EVENTS_MAX = 2000

export class NotIcs extends Error {}

/** Reads a file; `home` is the zone of times that name none. */
export function readIcs(text: string, home: string): Read {
  const calendars = parse(text)
  const drafts: Draft[] = []
  const left: Left[] = []
  for (const event of calendars
    .flatMap((one) => one.getAllSubcomponents('vevent'))
    .slice(0, EVENTS_MAX)) {
    const read = draftOf(event, home)
    if (typeof read === 'string') left.push({ title: titleOf(event), why: read })
    else drafts.push(read)
  }
  return settle(drafts, left)
}

/** Changed occurrences are left out of their series; one without its series stands alone no more. */
function settle(all: readonly Draft[], left: Left[]): Read {
  const series = new Map(all.filter(({ original_at }) => !original_at).map((one) => [one.uid, one]))
  const drafts: Draft[] = []
  for (const one of all) {
    if (!one.original_at) continue
    const master = series.get(one.uid)
    if (!master?.rule) {
      left.push({ title: one.title, why: 'lone_exception' })
      continue
    }
    series.set(one.uid, {
      ...master,
      skips: [...new Set([...(master.skips ?? []), one.original_at])],
    })
    drafts.push(one)
  }
  return { drafts: [...series.values(), ...drafts], left }
}

function parse(text: string): ICAL.Component[] {
  try {
    const parsed = ICAL.parse(text.replace(/^\uFEFF/, '')) as unknown[]
    const many = Array.isArray(parsed[0]) ? (parsed as never[]) : [parsed as never]
    const found = many
      .map((one) => new ICAL.Component(one))
      .filter(({ name }) => name === 'vcalendar')
    if (found.length > 0) return found
  } catch {
    // Said below in our words.
  }
  throw new NotIcs('no iCalendar file')
}

function draftOf(event: ICAL.Component, home: string): Draft | Left['why'] {
  const text = (name: string, max: number) =>
    String(event.getFirstPropertyValue(name) ?? '')
      .trim()
      .slice(0, max) || undefined
  const status = text('status', 20)?.toUpperCase()
  if (status === 'CANCELLED') return 'cancelled'
  const begins = timeOf(event.getFirstProperty('dtstart'), home)
  if (typeof begins !== 'object') return begins ?? 'no_time'
  const ends = endOf(event, begins, home)
  if (ends === undefined || ends < begins.at || ends - begins.at > 366 * 86_400_000)
    return 'no_time'
  const { zone, all_day } = begins
  const times = { starts_at: iso(begins.at), ends_at: iso(ends), zone, all_day }
  const ruled = event.getFirstPropertyValue('rrule')
  const rule = ruled ? readRule(String(ruled), zone) : undefined
  if (
    ruled &&
    (!rule || event.getFirstProperty('rdate') || event.getAllProperties('rrule').length > 1)
  )
    return 'bad_rule'
  const over = seriesEnd({ ...times, ...(rule ? { rule: rule.text } : {}) })
  const original = event.getFirstProperty('recurrence-id')
  const instead = original ? timeOf(original, home) : undefined
  const skips = event
    .getAllProperties('exdate')
    .flatMap((line) =>
      line
        .getValues()
        .flatMap((value) => instantIn(value as ICAL.Time, zoneOf(line, home) ?? zone) ?? []),
    )
  const [place, description, link] = [
    text('location', 300),
    text('description', 10_000),
    text('url', 1000),
  ]
  return {
    uid: text('uid', 255) ?? `${iso(begins.at)} ${titleOf(event)}`.slice(0, 255),
    title: titleOf(event),
    ...(place ? { place } : {}),
    ...(description ? { description } : {}),
    ...(link && /^https?:\/\//.test(link) ? { meeting_link: link } : {}),
    ...times,
    ...(rule ? { rule: rule.text } : {}),
    ...(over ? { series_end: over } : {}),
    ...(skips.length > 0 ? { skips: skips.map(iso) } : {}),
    ...(typeof instead === 'object' ? { original_at: iso(instead.at) } : {}),
    status: status === 'TENTATIVE' ? 'tentative' : 'confirmed',
    visibility: /^(PRIVATE|CONFIDENTIAL)$/i.test(text('class', 20) ?? '') ? 'private' : 'default',
    busy: !/^TRANSPARENT$/i.test(text('transp', 20) ?? ''),
    reminders: [],
  }
}

const titleOf = (event: ICAL.Component): string =>
  (String(event.getFirstPropertyValue('summary') ?? '').trim() || '—').slice(0, 200)

function endOf(
  event: ICAL.Component,
  begins: { at: number; all_day: boolean; zone: string },
  home: string,
): number | undefined {
  const ends = timeOf(event.getFirstProperty('dtend'), home)
  if (typeof ends === 'object') return ends.at
  if (ends) return undefined
  const lasts = event.getFirstPropertyValue('duration')
  if (lasts instanceof ICAL.Duration) return begins.at + lasts.toSeconds() * 1000
  if (!begins.all_day) return begins.at
  const day = new Date(begins.at + 12 * 3_600_000).toISOString().slice(0, 10)
  return midnightOf(addDays(day, 1), begins.zone)
}

function timeOf(
  line: ICAL.Property | null,
  home: string,
): { at: number; all_day: boolean; zone: string } | 'unknown_zone' | undefined {
  const value = line?.getFirstValue()
  if (!line || !(value instanceof ICAL.Time)) return undefined
  const zone = zoneOf(line, home)
  if (!zone) return 'unknown_zone'
  const at = instantIn(value, zone)
  return at === undefined ? undefined : { at, all_day: value.isDate, zone }
}

function instantIn(value: ICAL.Time, zone: string): number | undefined {
  const text = value.toString().replace('Z', '')
  const wall = value.isDate ? `${text}T00:00:00` : text.slice(0, 19)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(wall) || Number.isNaN(Date.parse(`${wall}Z`)))
    return undefined
  return instantOf(wall, zone)
}

/** IANA names, also behind a vendor's prefix, and those of Windows that offices meet. */
function zoneOf(line: ICAL.Property, home: string): string | undefined {
  const value = line.getFirstValue()
  if (value instanceof ICAL.Time && !value.isDate && value.toString().endsWith('Z')) return 'UTC'
  const named = line.getParameter('tzid')
  if (typeof named !== 'string') return home
  const known = WINDOWS[named] ?? named
  if (isZone(known)) return known
  const tail = /([A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?)$/.exec(known)?.[1]
  return tail && isZone(tail) ? tail : undefined
}

const WINDOWS: Readonly<Record<string, string>> = {
  'China Standard Time': 'Asia/Shanghai',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'Singapore Standard Time': 'Asia/Singapore',
  'India Standard Time': 'Asia/Kolkata',
  'Russian Standard Time': 'Europe/Moscow',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'FLE Standard Time': 'Europe/Kyiv',
  'GTB Standard Time': 'Europe/Bucharest',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'AUS Eastern Standard Time': 'Australia/Sydney',
}

const iso = (at: number): string => new Date(at).toISOString()
