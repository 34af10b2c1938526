import type { COMPARISONS } from './entities.ts'

/** A rule as it is held against what comes. */
export interface Watching {
  readonly comparison: (typeof COMPARISONS)[number]
  readonly threshold: number
  readonly for_s: number
  readonly hysteresis: number
}
/** How one rule stands for one device; nothing when there is nothing to remember. */
export interface Stand {
  /** Since when its condition holds, while it has not held for long enough. */
  readonly since?: number
  /** The alarm that it raised and that is not cleared. */
  readonly alarm?: string
}
export type Turn = 'raised' | 'cleared'

const HOLDS: Record<Watching['comparison'], (value: number, limit: number) => boolean> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
  silent: () => false,
}

/**
 * One value after another, by the device's own clock: raised once the condition has held for long enough,
 * cleared once the value is back by more than the hysteresis. What flutters around the limit is one alarm.
 */
export function held(
  { comparison, threshold, for_s, hysteresis }: Watching,
  { since, alarm }: Stand,
  at: number,
  value: number,
  newAlarm: () => string,
): { stand: Stand; turn?: Turn } {
  const above = comparison === 'gt' || comparison === 'gte'
  if (alarm !== undefined) {
    const back = above ? threshold - hysteresis : threshold + hysteresis
    return HOLDS[comparison](value, back) ? { stand: { alarm } } : { stand: {}, turn: 'cleared' }
  }
  if (!HOLDS[comparison](value, threshold)) return { stand: {} }
  const begun = since === undefined ? at : Math.min(since, at)
  if (at - begun < for_s * 1000) return { stand: { since: begun } }
  return { stand: { alarm: newAlarm() }, turn: 'raised' }
}
