import { fail, type Context } from '#kernel'
import { Calendar } from './entities.ts'

/** The organisation's clock, for people who never chose another. */
export const zoneOf = (ctx: Context): string => String(ctx.settings['zone'] ?? 'Asia/Shanghai')

/** One's main calendar, made when it is first needed. */
export async function ownCalendar(ctx: Context): Promise<string> {
  if (ctx.actor.kind !== 'person')
    throw fail('forbidden', 'Only a person has a calendar.', 'Name the calendar to write in.')
  const main = { owner: ctx.actor.id, main: true }
  const present = await ctx.records(Calendar).first({ where: main })
  if (present) return present.id
  await ctx.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`calendar ${ctx.actor.id}`}, 0))`
  const found = await ctx.records(Calendar).first({ where: main })
  if (found) return found.id
  const made = await ctx.records(Calendar).create({
    ...main,
    name: ctx.actor.name,
    kind: 'personal',
    open: 'busy',
    hue: 0,
    zone: zoneOf(ctx),
  })
  return made.id
}
