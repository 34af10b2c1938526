import { fail, type Context } from '#kernel'
import { Calendar } from './entities.ts'

/** The organisation's clock, for people who never chose another. */
export const zoneOf = (ctx: Context): string => String(ctx.settings['zone'] ?? 'Asia/Shanghai')

/** One's main calendar, made when it is first needed. */
export async function ownCalendar(ctx: Context): Promise<string> {
  if (ctx.actor.kind !== 'person')
    throw fail('forbidden', 'Only a person has a calendar.', 'Name the calendar to write in.')
  return mainCalendarOf(ctx, ctx.actor.id, ctx.actor.name)
}

/** The main calendar of somebody for whom something is kept. */
export async function mainCalendarOf(ctx: Context, person: string, name: string): Promise<string> {
  const calendars = ctx.records(Calendar).unchecked('everybody has a main calendar')
  const main = { owner: person, main: true }
  const present = await calendars.first({ where: main })
  if (present) return present.id
  await ctx.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`calendar ${person}`}, 0))`
  const found = await calendars.first({ where: main })
  if (found) return found.id
  const made = await calendars.create({
    ...main,
    name,
    kind: 'personal',
    open: 'busy',
    hue: 0,
    zone: zoneOf(ctx),
  })
  return made.id
}
