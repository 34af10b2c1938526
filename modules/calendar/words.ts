import { dayOf, wallOf } from './zone.ts'
import type { EventRecord } from './views.ts'

/** When and where, in a line each; the zone is named, since readers may be elsewhere. */
export function inWords(
  event: Pick<
    EventRecord,
    'starts_at' | 'ends_at' | 'zone' | 'all_day' | 'place' | 'meeting_link' | 'rule'
  >,
) {
  const when = { en: timeIn(event, 'en-GB'), zh: timeIn(event, 'zh-CN') }
  const rest = [event.place, event.meeting_link].filter(Boolean).join('\n')
  const again = event.rule ? { en: ', repeating', zh: '，重复' } : { en: '', zh: '' }
  const lines = (words: string) => (rest ? `${words}\n${rest}` : words)
  return { en: lines(when.en + again.en), zh: lines(when.zh + again.zh) }
}

function timeIn(
  {
    starts_at,
    ends_at,
    zone,
    all_day,
  }: Pick<EventRecord, 'starts_at' | 'ends_at' | 'zone' | 'all_day'>,
  language: string,
): string {
  const [start, end] = [Date.parse(starts_at), Date.parse(ends_at)]
  const day = (at: number) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'full' }).format(at)
  const first = dayOf(start, zone)
  if (all_day)
    return first === dayOf(end - 1, zone) ? day(start) : `${day(start)} – ${day(end - 1)}`
  const clock = (at: number) => wallOf(at, zone).slice(11, 16)
  const until = first === dayOf(end, zone) ? clock(end) : `${day(end)} ${clock(end)}`
  return `${day(start)} ${clock(start)}–${until} (${zone})`
}

/** In figures that every language reads alike, for cards. */
export function plainly({
  starts_at,
  ends_at,
  zone,
  all_day,
}: Pick<EventRecord, 'starts_at' | 'ends_at' | 'zone' | 'all_day'>): string {
  const [start, end] = [Date.parse(starts_at), Date.parse(ends_at)]
  const first = dayOf(start, zone)
  const last = dayOf(all_day ? end - 1 : end, zone)
  if (all_day) return first === last ? first : `${first} – ${last}`
  const clock = (at: number) => wallOf(at, zone).slice(11, 16)
  const until = first === last ? clock(end) : `${last} ${clock(end)}`
  return `${first} ${clock(start)}–${until} (${zone})`
}
