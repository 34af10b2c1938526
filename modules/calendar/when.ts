import { invalid, T, type Static } from '#kernel'
import { seriesEnd, type Series } from './occurrences.ts'
import { readRule } from './rule.ts'
import { addDays, dayOf, daysBetween, isZone, midnightOf } from './zone.ts'

/** When something is: two moments, or whole days. */
export const whenFields = {
  starts_at: T.Optional(T.Time({ title: 'Begins' })),
  ends_at: T.Optional(T.Time({ title: 'Ends' })),
  all_day: T.Optional(T.Boolean({ title: 'All day' })),
  first_day: T.Optional(T.Day({ title: 'First day' })),
  last_day: T.Optional(T.Day({ title: 'Last day' })),
  zone: T.Optional(
    T.String({ title: 'Time zone', maxLength: 64, description: 'IANA name, e.g. Asia/Shanghai' }),
  ),
}
const _when = T.Object(whenFields)
export type When = Static<typeof _when>
export type Times = Pick<Series, 'starts_at' | 'ends_at' | 'all_day' | 'zone'>

export const whenErrors = {
  badTime: invalid(
    'It ends before it begins, or a time is missing.',
    'Give starts_at and ends_at, or first_day and last_day with all_day.',
  ),
  badZone: invalid(
    'There is no such time zone.',
    'Use an IANA name, e.g. Asia/Shanghai or Europe/Berlin.',
  ),
  badRule: invalid(
    'This repetition cannot be kept.',
    'Use DAILY, WEEKLY, MONTHLY or YEARLY with at most 2,000 occurrences, e.g. FREQ=WEEKLY;BYDAY=MO,WE.',
  ),
}
type Refuse = (code: keyof typeof whenErrors) => Error

/** Longer is a holiday calendar, not an event. */
const DAYS_MAX = 366

/** The asked times, with what is there already for what is not said. */
export function timesOf(asked: When, zone: string, refuse: Refuse): Times {
  const named = asked.zone ?? zone
  if (!isZone(named)) throw refuse('badZone')
  const times = asked.all_day ? wholeDays(asked, named) : moments(asked, named)
  if (!times) throw refuse('badTime')
  return times
}

function wholeDays(
  { first_day: first, last_day: last = first }: When,
  zone: string,
): Times | undefined {
  if (!first || !last || last < first || daysBetween(first, last) > DAYS_MAX) return undefined
  const starts_at = iso(midnightOf(first, zone))
  return { starts_at, ends_at: iso(midnightOf(addDays(last, 1), zone)), all_day: true, zone }
}

function moments({ starts_at, ends_at }: When, zone: string): Times | undefined {
  if (!starts_at || !ends_at) return undefined
  const [start, end] = [Date.parse(starts_at), Date.parse(ends_at)]
  if (!(end >= start) || end - start > DAYS_MAX * 86_400_000) return undefined
  return { starts_at: iso(start), ends_at: iso(end), all_day: false, zone }
}

/** A rule as it is kept, with when the series is over. */
export function ruleOf(times: Times, text: string | undefined | null, refuse: Refuse) {
  if (!text) return { series_end: times.ends_at }
  const rule = readRule(text, times.zone)
  if (!rule || (rule.until !== undefined && rule.until < Date.parse(times.starts_at)))
    throw refuse('badRule')
  const over = seriesEnd({ ...times, rule: rule.text })
  return { rule: rule.text, ...(over ? { series_end: over } : {}) }
}

const WEEK = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** A series moved to another day keeps its rhythm: what its rule says of days moves along. */
export function movedRule(rule: string, from: Times, to: Times): string {
  const [before, after] = [from, to].map((times) => dayOf(Date.parse(times.starts_at), times.zone))
  const days = daysBetween(before!, after!)
  if (days === 0) return rule
  const day = new Date(`${after}T00:00:00Z`)
  return rule
    .split(';')
    .map((part) => {
      const [key, value = ''] = part.split('=')
      if (key === 'BYMONTHDAY' && /^\d+$/.test(value)) return `BYMONTHDAY=${day.getUTCDate()}`
      if (key === 'BYMONTH' && /^\d+$/.test(value)) return `BYMONTH=${day.getUTCMonth() + 1}`
      if (key !== 'BYDAY') return part
      if (/^[1-5](MO|TU|WE|TH|FR|SA|SU)$/.test(value))
        return `BYDAY=${Math.ceil(day.getUTCDate() / 7)}${WEEK[day.getUTCDay()]}`
      const moved = value.split(',').map((one) => {
        const at = WEEK.indexOf(one as (typeof WEEK)[number])
        return at < 0 ? one : WEEK[(at + (days % 7) + 7) % 7]!
      })
      return `BYDAY=${moved.join(',')}`
    })
    .join(';')
}

const iso = (at: number): string => new Date(at).toISOString()
