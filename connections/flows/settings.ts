import { moduleActor, T, type Kernel } from '#kernel'
import { calendarOf, type Calendar } from './calendar.ts'

/** Runs that ended well are looked at for a season, failed ones for a year. */
export const KEEP_DONE_DAYS = 90
export const KEEP_FAILED_DAYS = 365
/** What ended today is always there. */
export const KEEP_DAYS_MIN = 1

const days = (title: string, description: string) =>
  T.Array(T.Day(), { title, description, maxItems: 2_000, uniqueItems: true, default: [] })
const keep = (title: string, usual: number) =>
  T.Integer({ title, minimum: KEEP_DAYS_MIN, maximum: 36_500, default: usual })

export const Settings = T.Object({
  days_off: days('Days off', 'Weekdays on which nobody works: public holidays and your own.'),
  days_worked: days('Weekends worked', 'Saturdays and Sundays that are worked instead (调休).'),
  keep_done_days: keep('Keep runs that ended well for (days)', KEEP_DONE_DAYS),
  keep_failed_days: keep('Keep failed runs for (days)', KEEP_FAILED_DAYS),
})

/** Which days the organisation works. */
export async function workdaysOf(kernel: Kernel, org: string): Promise<Calendar> {
  const as = moduleActor('flows', org, ['flows.admin'])
  const settings = await kernel.call('flows.settings.get', {}, as, { door: 'module' })
  return calendarOf(settings as Record<string, unknown>)
}
