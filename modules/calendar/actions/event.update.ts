import { defineAction, ref, T, type Context } from '#kernel'
import { askAnew, attendeesOf, invite, uninvite } from '../attendees.ts'
import { Conflict, conflictsOf } from '../conflicts.ts'
import { Event } from '../entities.ts'
import { eventChanged } from '../events.ts'
import { expand, Guest } from '../guests.ts'
import { hold, moveExceptions, occasionErrors, PARTS, split, takeOut } from '../occasion.ts'
import { type Plan, planErrors, planFields } from '../plan-event.ts'
import { scheduleReminder } from '../remind.ts'
import { book } from '../rooms.ts'
import { tell } from '../tell.ts'
import { viewOf } from '../view-event.ts'
import { EventView, type EventRecord } from '../views.ts'
import { movedRule, ruleOf, timesOf, type Times } from '../when.ts'
import { dayOf, instantOf, wallOf } from '../zone.ts'

const {
  title,
  place,
  description,
  meeting_link,
  meeting,
  rule,
  guests: _g,
  calendar: _c,
  ...rest
} = planFields
const cleared = <S extends Parameters<typeof T.Optional>[0]>(schema: S) =>
  T.Optional(T.Union([schema, T.Null()]))

export const updateEvent = defineAction({
  id: 'calendar.event.update',
  kind: 'command',
  effect: 'local',
  title: 'Change an event',
  description:
    'Changes, moves or resizes an event; of a series one occurrence (part: this, with at), that and all later ones (following), or all. Whoever is invited is told; after a change of time they are asked anew.',
  input: T.Object(
    {
      event: ref(Event, { title: 'Event' }),
      at: T.Optional(
        T.Time({ title: 'Occurrence', description: 'Its beginning before any change.' }),
      ),
      part: T.Optional(T.Enum(PARTS, { title: 'Which', default: 'all' })),
      ...rest,
      title: T.Optional(title),
      place: cleared(place),
      description: cleared(description),
      meeting_link: cleared(meeting_link),
      meeting: cleared(meeting),
      rule: cleared(rule),
      invite: T.Optional(T.Array(Guest, { title: 'Invite', maxItems: 500 })),
      uninvite: T.Optional(T.Array(T.Id(), { title: 'No longer invited', maxItems: 500 })),
    },
    { additionalProperties: false },
  ),
  output: T.Intersect([EventView, T.Object({ conflicts: T.Array(Conflict) })]),
  errors: { ...planErrors, ...occasionErrors },
  emits: [eventChanged],
  subject: 'event',
  scope: 'calendar.use',
  mcp: 'listed',
}).run(
  async (
    { event: id, at, part = 'all', invite: guests = [], uninvite: gone = [], ...said },
    ctx,
  ) => {
    const { event: before, at: moment } = await hold(ctx, id, at, part, (code) => ctx.error(code))
    const whole =
      part === 'all' || !moment || (part === 'following' && sameMoment(before.starts_at, moment))
    const row = whole
      ? before
      : part === 'this'
        ? await takeOut(ctx, before, moment)
        : await split(ctx, before, moment, (code, details) => ctx.error(code, details))
    const patch = patchOf(ctx, row, whole ? moment : undefined, said as never, (code) =>
      ctx.error(code),
    )
    const after = await ctx.records(Event).update(row.id, { ...patch, sequence: row.sequence + 1 })
    const moved =
      !sameMoment(row.starts_at, after.starts_at) ||
      !sameMoment(row.ends_at, after.ends_at) ||
      row.rule !== after.rule
    if (after.rule && moved) await moveExceptions(ctx, row, after)
    if (moved) await askAnew(ctx, after.id, ctx.actor.id)
    const stayed = new Set((await attendeesOf(ctx, after.id)).map((one) => one.id))
    const left = gone.length > 0 ? await uninvite(ctx, after.id, gone, after.organiser) : []
    const fresh =
      guests.length > 0
        ? await invite(ctx, after.id, await expand(ctx, guests, (code) => ctx.error(code)))
        : []
    const all = await attendeesOf(ctx, after.id)
    if (all.some(({ kind }) => kind === 'room') || left.some(({ kind }) => kind === 'room')) {
      for (const series of new Set([after.master ?? after.id, before.id]))
        await book(ctx, series, (code, details) => ctx.error(code, details))
    }
    const { title: named, starts_at } = after
    ctx.emit(
      eventChanged,
      { event: after.id, title: named, starts_at, by: ctx.actor.id },
      { stream: `person:${after.organiser}` },
    )
    tell(ctx, 'invited', after, fresh)
    tell(
      ctx,
      'changed',
      after,
      all.filter((one) => stayed.has(one.id) && one.kind !== 'room' && one.person !== ctx.actor.id),
    )
    tell(
      ctx,
      'removed',
      after,
      left.filter(({ kind }) => kind !== 'room'),
    )
    scheduleReminder(ctx, after)
    if (after.id !== before.id) scheduleReminder(ctx, await ctx.records(Event).get(before.id))
    const shown = await ctx.records(Event).get(after.id)
    return {
      ...(await viewOf(ctx, shown)),
      conflicts: moved ? await conflictsOf(ctx, shown, all) : [],
    }
  },
)

const sameMoment = (one: string, other: string): boolean => Date.parse(one) === Date.parse(other)

type Said = Partial<Omit<Plan, 'rule'>> & { rule?: string | null }

/** What changes. Times said of one occurrence of a whole series move the series as far. */
function patchOf(
  ctx: Context,
  row: EventRecord,
  moment: string | undefined,
  said: Said,
  refuse: (code: 'badTime' | 'badZone' | 'badRule') => Error,
) {
  const { starts_at, ends_at, all_day, first_day, last_day, zone, rule, ...words } = said
  const timed = [starts_at, ends_at, all_day, first_day, last_day, zone].some(
    (value) => value !== undefined,
  )
  if (!timed && rule === undefined) return words
  const days = all_day ?? row.all_day
  const length = Date.parse(row.ends_at) - Date.parse(row.starts_at)
  const begins = starts_at ?? moment ?? row.starts_at
  const asked = days
    ? {
        all_day: true,
        first_day: first_day ?? dayOf(Date.parse(moment ?? row.starts_at), row.zone),
        last_day:
          last_day ??
          first_day ??
          dayOf(Date.parse(moment ?? row.starts_at) + length - 1, row.zone),
      }
    : { starts_at: begins, ends_at: ends_at ?? new Date(Date.parse(begins) + length).toISOString() }
  let times = timed
    ? timesOf({ ...asked, ...(zone ? { zone } : {}) }, row.zone, refuse)
    : timesIn(row)
  if (timed && moment && row.rule) times = shifted(row, moment, times)
  const next =
    rule === undefined && row.rule ? movedRule(row.rule, row, times) : (rule ?? undefined)
  const kept = ruleOf(times, row.master ? undefined : next, refuse)
  return { ...words, ...times, rule: null, series_end: null, ...kept }
}

const timesIn = ({ starts_at, ends_at, all_day, zone }: EventRecord): Times => ({
  starts_at,
  ends_at,
  all_day,
  zone,
})

/** The first occurrence, moved on the wall as far as the named one was. */
function shifted(row: EventRecord, moment: string, times: Times): Times {
  const wall = (at: string) => Date.parse(`${wallOf(Date.parse(at), times.zone)}Z`)
  const delta = wall(times.starts_at) - wall(moment)
  const length = Date.parse(times.ends_at) - Date.parse(times.starts_at)
  const first = new Date(wall(row.starts_at) + delta).toISOString().slice(0, 19)
  const start = instantOf(first, times.zone)
  const end = times.all_day
    ? instantOf(
        new Date(Date.parse(`${first}Z`) + Math.round(length / 86_400_000) * 86_400_000)
          .toISOString()
          .slice(0, 19),
        times.zone,
      )
    : start + length
  return {
    ...times,
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(end).toISOString(),
  }
}
