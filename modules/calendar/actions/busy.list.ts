import { defineAction, invalid, ref, T } from '#kernel'
import { bookedTimes, findable, takenTimes } from '../free-busy.ts'
import { Room } from '../entities.ts'
import { Busy } from '../views.ts'

const RANGE_MS_MAX = 62 * 86_400_000

export const listBusy = defineAction({
  id: 'calendar.busy.list',
  kind: 'query',
  effect: 'local',
  title: 'Who is free',
  description:
    'When people and rooms are taken between two moments, never by what. Who shows nothing of his calendar is not known.',
  input: T.Object(
    {
      from: T.Time({ title: 'From' }),
      to: T.Time({ title: 'To' }),
      people: T.Optional(T.Array(ref('directory.person'), { title: 'People', maxItems: 100 })),
      rooms: T.Optional(T.Array(ref('calendar.room'), { title: 'Rooms', maxItems: 50 })),
      except: T.Optional(ref('calendar.event', { title: 'But for this event' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    people: T.Array(T.Object({ person: T.Id(), known: T.Boolean(), busy: T.Array(Busy) })),
    rooms: T.Array(T.Object({ room: T.Id(), busy: T.Array(Busy) })),
  }),
  errors: {
    badRange: invalid(
      'It ends before it begins, or is longer than two months.',
      'Ask for at most 62 days.',
    ),
  },
  scope: 'calendar.use',
  mcp: 'listed',
}).run(async ({ from: since, to: until, people = [], rooms = [], except }, ctx) => {
  const [from, to] = [Date.parse(since), Date.parse(until)]
  if (!(to > from) || to - from > RANGE_MS_MAX) throw ctx.error('badRange')
  const found = await findable(ctx, people)
  const without = except ? [except] : []
  const taken = await takenTimes(ctx, [...found.keys()], from, to, without)
  const open =
    rooms.length > 0
      ? (await ctx.records(Room).list({ where: { id: { in: rooms } }, limit: 50 })).items
      : []
  const booked = await bookedTimes(
    ctx,
    open.map(({ id }) => id),
    from,
    to,
    without,
  )
  const shown = (list: readonly { start: number; end: number; tentative: boolean }[]) =>
    list.map(({ start, end, tentative }) => ({
      starts_at: new Date(start).toISOString(),
      ends_at: new Date(end).toISOString(),
      tentative,
    }))
  return {
    people: [...found.keys()].map((person) => ({
      person,
      known: taken.has(person),
      busy: shown(taken.get(person) ?? []),
    })),
    rooms: [...booked].map(([room, list]) => ({ room, busy: shown(list) })),
  }
})
