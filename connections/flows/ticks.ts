import { Cron } from 'croner'
import { fail } from '#kernel'
import { isWorkday, WEEKDAYS, type Calendar } from './calendar.ts'
import type { Flow, Trigger } from './definition.ts'

type Schedule = Extract<Trigger, { kind: 'schedule' }>

/** Shorter would be a loop and not a poll. */
const EVERY_MS_MIN = 1_000
/** Days looked ahead for a working day; no country rests longer. */
const LOOK_AHEAD = 400

/** When a schedule or poll is due for the first time; undefined for other triggers. */
export function firstTick({ trigger }: Flow, now: Date): Date | undefined {
  if (trigger.kind === 'schedule') return everyTick(trigger, now)
  if (trigger.kind === 'poll') return now
  return undefined
}

/** The next moment that its fields name, worked or not: whether it is a working day is seen when it comes. */
export const everyTick = (trigger: Schedule, after: Date): Date | undefined =>
  cronOf(trigger).nextRun(after) ?? undefined

export function nextTick(
  trigger: Schedule,
  after: Date,
  days: Calendar = WEEKDAYS,
): Date | undefined {
  const cron = cronOf(trigger)
  let at: Date | null = after
  for (let looked = 0; looked < LOOK_AHEAD; looked++) {
    at = cron.nextRun(at)
    if (!at) return undefined
    if (!trigger.workdays || isWorkday(at, trigger.zone, days)) return at
  }
  return undefined
}

export const nextPoll = (everyMs: number, now: Date, failures: number): Date =>
  new Date(now.getTime() + Math.max(everyMs, EVERY_MS_MIN) * Math.min(2 ** failures, 64))

/** Times since `from` that were missed and still count by the flow's policy, oldest first; at most a hundred. */
export function missedTicks(
  trigger: Schedule,
  from: Date,
  now: Date,
  days: Calendar = WEEKDAYS,
): Date[] {
  const oldest = trigger.graceMs === undefined ? from.getTime() : now.getTime() - trigger.graceMs
  const found: Date[] = []
  const counts = (at: Date): boolean =>
    at.getTime() >= oldest && (!trigger.workdays || isWorkday(at, trigger.zone, days))
  for (let at: Date | undefined = from; at && at <= now; at = nextTick(trigger, at, days))
    if (counts(at)) found.push(at)
  const late = found.filter((at) => now.getTime() - at.getTime() > LATE_MS)
  const punctual = found.filter((at) => now.getTime() - at.getTime() <= LATE_MS)
  if (trigger.missed === 'all') return found.slice(-MISSED_MAX)
  if (trigger.missed === 'latest') return punctual.length ? punctual.slice(-1) : late.slice(-1)
  return punctual.slice(-1)
}
/** A tick begun this late was missed. */
const LATE_MS = 30_000
const MISSED_MAX = 100

export function cronOf({ cron, zone }: Pick<Schedule, 'cron' | 'zone'>): Cron {
  try {
    if (cron.trim().split(/\s+/).length !== 5) throw new Error('five fields')
    return new Cron(cron, { timezone: zone, mode: '5-part' })
  } catch {
    throw fail(
      'invalid',
      'The schedule cannot be read.',
      'Five fields: minute, hour, day, month, weekday; and a zone such as Asia/Shanghai.',
      {
        fields: [{ path: '/trigger/cron', message: 'cannot be read' }],
      },
    )
  }
}
