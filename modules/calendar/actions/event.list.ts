import { defineAction, invalid, ref, T } from '#kernel'
import { findable } from '../free-busy.ts'
import { look, RANGE_MS_MAX } from '../look.ts'
import { Occurrence } from '../views.ts'

/** Several weeks of a busy team; more is asked for in shorter times. */
const ITEMS_MAX = 5000
/** Calendars beside one another stay readable to about here. */
const PEOPLE_MAX = 20

export const listEvents = defineAction({
  id: 'calendar.event.list',
  kind: 'query',
  effect: 'local',
  title: 'Look at calendars',
  description:
    'What takes place between two moments, recurring events occurrence by occurrence: in your calendars, or in those named, with colleagues’ time laid over. Where you may not see details there is only taken time.',
  input: T.Object(
    {
      from: T.Time({ title: 'From' }),
      to: T.Time({ title: 'To' }),
      people: T.Optional(
        T.Array(ref('directory.person'), {
          title: 'Colleagues',
          maxItems: PEOPLE_MAX,
          uniqueItems: true,
        }),
      ),
      calendars: T.Optional(
        T.Array(ref('calendar.calendar'), { title: 'Calendars', maxItems: 100 }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(Occurrence), truncated: T.Boolean() }),
  errors: {
    badRange: invalid(
      'It ends before it begins, or is longer than a year.',
      'Ask for at most 372 days.',
    ),
  },
  scope: 'calendar.use',
  mcp: 'listed',
  sampled: true,
}).run(async ({ from: since, to: until, people = [], calendars }, ctx) => {
  const [from, to] = [Date.parse(since), Date.parse(until)]
  if (!(to > from) || to - from > RANGE_MS_MAX) throw ctx.error('badRange')
  const others = people.filter((person) => person !== ctx.actor.id)
  const found = others.length > 0 ? [...(await findable(ctx, others)).keys()] : []
  const items = await look(ctx, { from, to, people: found, calendars })
  items.sort((a, b) => (a.starts_at < b.starts_at ? -1 : a.starts_at > b.starts_at ? 1 : 0))
  return { items: items.slice(0, ITEMS_MAX), truncated: items.length > ITEMS_MAX }
})
