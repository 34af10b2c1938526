/** One round of reminders waits at a time. */
export const REMIND = { key: 'projects.remind' }

/** The next time that it is the reminding hour in the organisation's zone. */
export function nextMorning(now: Date, settings: Readonly<Record<string, unknown>>): Date {
  const zone = zoneOf(settings)
  const hour = Number(settings['remind_hour'] ?? 9)
  const here = hourIn(now, zone)
  const wait = (hour - here + 24) % 24 || 24
  const at = new Date(now.getTime() + wait * 3_600_000)
  at.setUTCMinutes(0, 0, 0)
  return at
}

export const zoneOf = (settings: Readonly<Record<string, unknown>>): string =>
  String(settings['zone'] ?? 'Asia/Shanghai')

/** What day it is in the zone. */
export function dayIn(now: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now)
}

const hourIn = (now: Date, zone: string): number =>
  Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(
      now,
    ),
  )
