import { instantOf } from './zone.ts'

/** A recurrence rule of RFC 5545 as far as people's calendars use it; read, checked and written again. */
export interface Rule {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly count?: number
  /** Milliseconds; the last moment at which an occurrence may begin. */
  readonly until?: number
  readonly text: string
}

/** So many occurrences are five years of every day; more belongs without an end. */
export const COUNT_MAX = 2000
const INTERVAL_MAX = 1000

const NUMBERS = String.raw`-?\d{1,3}(,-?\d{1,3}){0,61}`
const PARTS: Record<string, RegExp> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY: /^([+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)){0,61}$/,
  BYMONTHDAY: new RegExp(`^${NUMBERS}$`),
  BYYEARDAY: new RegExp(`^${NUMBERS}$`),
  BYWEEKNO: new RegExp(`^${NUMBERS}$`),
  BYSETPOS: new RegExp(`^${NUMBERS}$`),
  BYMONTH: /^\d{1,2}(,\d{1,2}){0,11}$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
}
const ORDER = Object.keys(PARTS)

/** `undefined` when it is no rule that we keep. A date without a time in UNTIL means the whole of that day. */
export function readRule(text: string, zone: string): Rule | undefined {
  const parts = new Map<string, string>()
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')) {
    const [key = '', value = ''] = part.split('=')
    if (!PARTS[key]?.test(value) || parts.has(key)) return undefined
    parts.set(key, value)
  }
  const freq = parts.get('FREQ') as Rule['freq'] | undefined
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : undefined
  const until = parts.has('UNTIL') ? untilOf(parts.get('UNTIL')!, zone) : undefined
  if (!freq || (count !== undefined && until !== undefined)) return undefined
  if (Number(parts.get('INTERVAL') ?? 1) > INTERVAL_MAX || (count ?? 1) > COUNT_MAX)
    return undefined
  if (until !== undefined) {
    if (Number.isNaN(until)) return undefined
    parts.set('UNTIL', untilText(until))
  }
  if (parts.get('INTERVAL') === '1') parts.delete('INTERVAL')
  const kept = ORDER.filter((key) => parts.has(key)).map((key) => `${key}=${parts.get(key)}`)
  return {
    freq,
    text: kept.join(';'),
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
  }
}

/** The same rule, ended: no occurrence begins after that moment. */
export function endedAt(text: string, until: number): string {
  const kept = text.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part))
  return [...kept, `UNTIL=${untilText(until)}`].join(';')
}

/** The same rule with so many occurrences. */
export function countedTo(text: string, count: number): string {
  const kept = text.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part))
  return [...kept, `COUNT=${count}`].join(';')
}

function untilOf(text: string, zone: string): number {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return Number.NaN
  if (text.length === 8) return instantOf(`${day}T23:59:59`, zone)
  const wall = `${day}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}`
  return text.endsWith('Z') ? Date.parse(`${wall}Z`) : instantOf(wall, zone)
}
const untilText = (instant: number): string =>
  `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
