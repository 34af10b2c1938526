import { defineAction, invalid, ref, T } from '#kernel'
import { Room } from '../entities.ts'
import { findTimes } from '../find-time.ts'
import { bookedTimes, findable, takenTimes } from '../free-busy.ts'
import { zoneOf } from '../own.ts'
import { isZone } from '../zone.ts'

const RANGE_MS_MAX = 31 * 86_400_000
const CLOCK = '^([01]\\d|2[0-3]):[0-5]\\d$'

export const findTime = defineAction({
  id: 'calendar.time.find',
  kind: 'query',
  effect: 'local',
  title: 'Find a time',
  description:
    'Suggests when everybody needed is free within working hours, best first, with rooms that are large enough and free then. Where nobody fits it says who would be disturbed.',
  input: T.Object(
    {
      from: T.Time({ title: 'From' }),
      to: T.Time({ title: 'To' }),
      minutes: T.Integer({ minimum: 5, maximum: 720, default: 60, title: 'Minutes' }),
      people: T.Array(ref('directory.person'), { minItems: 1, maxItems: 100, title: 'People' }),
      optional: T.Optional(
        T.Array(ref('directory.person'), { maxItems: 100, title: 'Optional people' }),
      ),
      seats: T.Optional(T.Integer({ minimum: 1, maximum: 10_000, title: 'Room with seats for' })),
      zone: T.Optional(T.String({ maxLength: 64, title: 'Time zone' })),
      day_from: T.Optional(T.String({ pattern: CLOCK, default: '09:00', title: 'Not before' })),
      day_to: T.Optional(T.String({ pattern: CLOCK, default: '18:00', title: 'Not after' })),
      weekends: T.Optional(T.Boolean({ default: false, title: 'Weekends too' })),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: 20, default: 6 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        starts_at: T.Time(),
        ends_at: T.Time(),
        taken: T.Array(T.Id()),
        unsure: T.Array(T.Id()),
        rooms: T.Array(T.Id()),
      }),
    ),
    /** Whose calendar shows nothing. */
    unknown: T.Array(T.Id()),
  }),
  errors: {
    badRange: invalid(
      'It ends before it begins, or is longer than a month.',
      'Ask for at most 31 days.',
    ),
    badZone: invalid('There is no such time zone.', 'Use an IANA name, e.g. Asia/Shanghai.'),
  },
  scope: 'calendar.use',
  mcp: 'listed',
}).run(
  async (
    { from: since, to: until, minutes, people, optional = [], seats, zone: asked_zone, ...asked },
    ctx,
  ) => {
    const zone = asked_zone ?? zoneOf(ctx)
    const [from, to] = [Math.max(Date.parse(since), ctx.now.getTime()), Date.parse(until)]
    if (!(to > from) || to - from > RANGE_MS_MAX) throw ctx.error('badRange')
    if (!isZone(zone)) throw ctx.error('badZone')
    const found = [...(await findable(ctx, [...people, ...optional])).keys()]
    const busy = await takenTimes(ctx, found, from, to)
    const { day_from = '09:00', day_to = '18:00', weekends = false, limit = 6 } = asked
    const search = {
      from,
      to,
      minutes,
      zone,
      day_from,
      day_to,
      weekends,
      required: people,
      optional,
    }
    const suggestions = findTimes(search, busy, limit)
    const rooms = seats
      ? (
          await ctx.records(Room).list({
            where: { capacity: { gte: seats }, status: 'open' },
            sort: ['capacity'],
            limit: 50,
          })
        ).items
      : []
    const booked = await bookedTimes(
      ctx,
      rooms.map(({ id }) => id),
      from,
      to,
    )
    return {
      items: suggestions.map(({ start, end, taken, unsure }) => ({
        starts_at: new Date(start).toISOString(),
        ends_at: new Date(end).toISOString(),
        taken: [...taken],
        unsure: [...unsure],
        rooms: rooms
          .map(({ id }) => id)
          .filter((id) => !booked.get(id)!.some((one) => one.start < end && one.end > start)),
      })),
      unknown: [...people, ...optional].filter((person) => !busy.has(person)),
    }
  },
)
