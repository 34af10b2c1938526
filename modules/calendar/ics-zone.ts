import ICAL from 'ical.js'
import { DAY_MS, offsetAt, wallOf } from './zone.ts'

/** Changes of the clocks are written this far ahead; a client that knows the IANA name does not need them. */
const AHEAD_MS = 5 * 366 * DAY_MS

/** The zone as a VTIMEZONE, written change by change from what this server knows of it. */
export function zoneComponent(zone: string, since: number, now: Date): ICAL.Component {
  const made = new ICAL.Component('vtimezone')
  made.addPropertyWithValue('tzid', zone)
  const from = since - DAY_MS
  const first = offsetAt(from, zone)
  const changes = changesOf(zone, from, Math.max(now.getTime(), since) + AHEAD_MS)
  const ordinary = Math.min(first, ...changes.map(({ after }) => after))
  observance(made, '1970-01-01T00:00:00', first, first, first > ordinary)
  for (const { at, before, after } of changes)
    observance(made, wallOf(at - 1000, zone), before, after, after > ordinary, at)
  return made
}

function observance(
  zone: ICAL.Component,
  wall: string,
  before: number,
  after: number,
  summer: boolean,
  at?: number,
): void {
  const made = new ICAL.Component(summer ? 'daylight' : 'standard')
  // A change is dated by the clock that was valid before it.
  const begins = at === undefined ? wall : new Date(at + before).toISOString().slice(0, 19)
  made.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(begins))
  made.addPropertyWithValue('tzoffsetfrom', offset(before))
  made.addPropertyWithValue('tzoffsetto', offset(after))
  zone.addSubcomponent(made)
}

const offset = (ms: number): ICAL.UtcOffset => ICAL.UtcOffset.fromSeconds(ms / 1000)

function changesOf(zone: string, from: number, to: number) {
  const found: { at: number; before: number; after: number }[] = []
  let before = offsetAt(from, zone)
  for (let day = from; day < to; day += 7 * DAY_MS) {
    const after = offsetAt(day + 7 * DAY_MS, zone)
    if (after === before) continue
    found.push({ at: exactly(zone, day, day + 7 * DAY_MS, before), before, after })
    before = after
  }
  return found
}

/** The first second of the new offset, between two moments that differ. */
function exactly(zone: string, low: number, high: number, before: number): number {
  let [from, to] = [Math.floor(low / 1000), Math.ceil(high / 1000)]
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2)
    if (offsetAt(middle * 1000, zone) === before) from = middle
    else to = middle
  }
  return to * 1000
}
