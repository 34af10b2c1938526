import type { Taken } from './free-busy.ts'
import { addDays, dayOf, instantOf } from './zone.ts'

export interface Search {
  readonly from: number
  readonly to: number
  readonly minutes: number
  readonly zone: string
  /** Working hours on the wall: `09:00` to `18:00`. */
  readonly day_from: string
  readonly day_to: string
  readonly weekends: boolean
  readonly required: readonly string[]
  readonly optional: readonly string[]
}
export interface Suggestion {
  readonly start: number
  readonly end: number
  /** Required people who are taken, and who may be. */
  readonly taken: readonly string[]
  readonly unsure: readonly string[]
}

/** Meetings begin on the half hour. */
const STEP_MINUTES = 30

/** Free times first, the earliest of the best; where nobody fits, those that disturb the fewest. */
export function findTimes(
  search: Search,
  busy: ReadonlyMap<string, readonly Taken[]>,
  limit: number,
): Suggestion[] {
  const scored: (Suggestion & { cost: number })[] = []
  for (const start of begins(search)) {
    const end = start + search.minutes * 60_000
    const hits = (people: readonly string[], tentative: boolean) =>
      people.filter((person) =>
        busy
          .get(person)
          ?.some((one) => one.start < end && one.end > start && one.tentative === tentative),
      )
    const taken = hits(search.required, false)
    const unsure = hits(search.required, true).filter((person) => !taken.includes(person))
    const away = hits(search.optional, false)
    scored.push({
      start,
      end,
      taken,
      unsure,
      cost: taken.length * 100 + unsure.length * 10 + away.length,
    })
  }
  const best = scored.sort((a, b) => a.cost - b.cost || a.start - b.start)
  return spread(best, limit).map(({ cost: _cost, ...suggestion }) => suggestion)
}

/** Suggestions that lie over one another are no choice. */
function spread<S extends { start: number; end: number }>(best: readonly S[], limit: number): S[] {
  const kept: S[] = []
  for (const one of best) {
    if (kept.length === limit) break
    if (kept.every((other) => one.start >= other.end || one.end <= other.start)) kept.push(one)
  }
  return kept
}

function* begins({
  from,
  to,
  minutes,
  zone,
  day_from,
  day_to,
  weekends,
}: Search): Generator<number> {
  for (
    let day = dayOf(from, zone);
    instantOf(`${day}T00:00:00`, zone) < to;
    day = addDays(day, 1)
  ) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (!weekends && (weekday === 0 || weekday === 6)) continue
    const opens = instantOf(`${day}T${day_from}:00`, zone)
    const closes = instantOf(`${day}T${day_to}:00`, zone)
    for (let at = opens; at + minutes * 60_000 <= closes; at += STEP_MINUTES * 60_000) {
      if (at >= from && at + minutes * 60_000 <= to) yield at
    }
  }
}
