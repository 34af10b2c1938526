import { conflict, notFound, type Context } from '#kernel'
import { attendeesOf, copyAttendees } from './attendees.ts'
import { Event } from './entities.ts'
import { beginsAt, countBefore } from './occurrences.ts'
import { keepOne, moveLater } from './once.ts'
import { countedTo, endedAt } from './rule.ts'
import { ruleOf } from './when.ts'
import type { Refuse } from './plan-event.ts'
import type { EventRecord } from './views.ts'

/** Which part of a series is meant. */
export const PARTS = ['this', 'following', 'all'] as const
export type Part = (typeof PARTS)[number]

export const occasionErrors = {
  noOccurrence: notFound(
    'The series has no such occurrence.',
    'Look at the series again: it may have changed.',
  ),
  isCancelled: conflict('The event has been cancelled.', 'Plan a new one.'),
}
export type RefuseOccasion = (code: keyof typeof occasionErrors) => Error

const REASON = 'rows of one series change together; the right was asked for the series'

/** Holds the series until the command ends, and answers its row and the moment meant in it. */
export async function hold(
  ctx: Context,
  id: string,
  at: string | undefined,
  part: Part,
  refuse: RefuseOccasion,
) {
  const asked = await ctx.records(Event).get(id)
  const series = asked.master && part !== 'this' ? asked.master : id
  await ctx.sql`SELECT 1 FROM calendar.event WHERE org = ${ctx.org} AND id = ${series} FOR UPDATE`
  const event = await ctx.records(Event).get(series)
  if (event.status === 'cancelled') throw refuse('isCancelled')
  const moment = asked.master && part !== 'this' ? asked.original_at : at
  if (!event.rule) return { event, at: undefined }
  if (part === 'all' && moment === undefined) return { event, at: undefined }
  // Of a row of its own, taken out of the rule, the series still knows the beginning.
  if (moment === undefined || !beginsAt(event, Date.parse(moment))) throw refuse('noOccurrence')
  const skipped = event.skips?.some((one) => Date.parse(one) === Date.parse(moment)) ?? false
  if (skipped && !asked.master) throw refuse('noOccurrence')
  return { event, at: new Date(moment).toISOString() }
}

/** The row of one occurrence, made from the series; from now on it goes its own way. */
export async function takeOut(ctx: Context, event: EventRecord, at: string): Promise<EventRecord> {
  const {
    id,
    created_at: _c,
    updated_at: _u,
    rev: _r,
    rule: _rule,
    series_end: _s,
    skips = [],
    ...same
  } = event
  const length = Date.parse(event.ends_at) - Date.parse(event.starts_at)
  const ends_at = new Date(Date.parse(at) + length).toISOString()
  await ctx.records(Event).update(id, { skips: [...skips, at], sequence: event.sequence + 1 })
  const own = await ctx
    .records(Event)
    .unchecked(REASON)
    .create({
      ...same,
      starts_at: at,
      ends_at,
      series_end: ends_at,
      master: id,
      original_at: at,
      sequence: event.sequence + 1,
    })
  await copyAttendees(ctx, id, own.id)
  await keepOne(ctx, id, own.id, at)
  return own
}

/** Ends the series before that moment and begins another one there; exceptions go with their side. */
export async function split(
  ctx: Context,
  event: EventRecord,
  at: string,
  refuse: Refuse,
): Promise<EventRecord> {
  const {
    id,
    created_at: _c,
    updated_at: _u,
    rev: _r,
    skips = [],
    rule,
    series_end: _s,
    ...same
  } = event
  const moment = Date.parse(at)
  const done = countBefore(event, moment)
  const count = /(?:^|;)COUNT=(\d+)/.exec(rule!)?.[1]
  const later = skips.filter((one) => Date.parse(one) >= moment)
  const ended = endedAt(rule!, moment - 1000)
  await ctx.records(Event).update(id, {
    ...ruleOf(event, ended, refuse),
    skips: skips.filter((one) => Date.parse(one) < moment),
    sequence: event.sequence + 1,
  })
  const length = Date.parse(event.ends_at) - Date.parse(event.starts_at)
  const times = { ...event, starts_at: at, ends_at: new Date(moment + length).toISOString() }
  const next = ctx.id()
  const made = await ctx
    .records(Event)
    .unchecked(REASON)
    .create({
      ...same,
      id: next,
      starts_at: times.starts_at,
      ends_at: times.ends_at,
      ...ruleOf(times, count ? countedTo(rule!, Number(count) - done) : rule, refuse),
      ...(later.length > 0 ? { skips: later } : {}),
      uid: `${next}@tenon`,
      sequence: 0,
    })
  await copyAttendees(ctx, id, next)
  await moveLater(ctx, id, next, at)
  await ctx.sql`
    UPDATE calendar.event SET master = ${next}, uid = ${made.uid}, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND master = ${id} AND original_at >= ${new Date(moment)}`
  return made
}

/** Exceptions of a series whose times moved: they move along, and go where they no longer fit. */
export async function moveExceptions(
  ctx: Context,
  before: EventRecord,
  after: EventRecord,
): Promise<void> {
  const delta = Date.parse(after.starts_at) - Date.parse(before.starts_at)
  const fits = (one: string): string | undefined => {
    const moved = Date.parse(one) + delta
    // Across a change of the clocks the same wall time lies an hour beside.
    const found = [moved, moved - 3_600_000, moved + 3_600_000].find(
      (at) => after.rule && beginsAt(after, at),
    )
    return found === undefined ? undefined : new Date(found).toISOString()
  }
  const skips = (before.skips ?? []).flatMap((one) => fits(one) ?? [])
  if (before.skips?.length || skips.length)
    await ctx.records(Event).update(after.id, { skips: skips.length > 0 ? skips : null })
  const rows = await ctx.sql<{ id: string; original_at: string }>`
    SELECT id, original_at FROM calendar.event WHERE org = ${ctx.org} AND master = ${after.id} AND status <> 'cancelled'`
  for (const { id, original_at } of rows) {
    const original = fits(original_at)
    await ctx
      .records(Event)
      .unchecked(REASON)
      .update(id, original ? { original_at: original } : { status: 'cancelled' })
  }
}

export const guestsOf = async (ctx: Context, event: string, except: string) =>
  (await attendeesOf(ctx, event)).filter(({ kind, person }) => kind !== 'room' && person !== except)
