import { defineAction, T } from '#kernel'
import { Contact, App, Device } from '#modules/parties'
import { linesOf, partiesOf } from '../lines.ts'
import { callsSince, eventsSince } from '../traffic.ts'

const HOURS = 24
/** The ways in that a person or a program chooses; jobs and nested calls are not among them. */
const DOORS = ['http', 'realtime', 'mcp', 'cli']

const Count = T.Integer({ minimum: 0 })

export const drawMap = defineAction({
  id: 'ecosystem.map.get',
  kind: 'query',
  effect: 'local',
  title: 'Draw the ecosystem map',
  description:
    'What this organisation stands on and what is joined to it: modules, who publishes them, doors, and what moved along each line during the last day.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    since: T.Time(),
    modules: T.Array(
      T.Object({
        id: T.String(),
        title: T.String(),
        publisher: T.String(),
        first_party: T.Boolean(),
        built: T.Boolean(),
        events: Count,
        calls: Count,
      }),
    ),
    lines: T.Array(T.Object({ from: T.String(), to: T.String(), count: Count })),
    doors: T.Array(
      T.Object({
        id: T.String(),
        calls: Count,
        modules: T.Array(T.Object({ id: T.String(), count: Count })),
      }),
    ),
    parties: T.Array(
      T.Object({ name: T.String(), kind: T.String(), modules: T.Array(T.String()) }),
    ),
    outside: T.Object({ contacts: Count, apps: Count, devices: Count }),
  }),
  scope: 'ecosystem.read',
}).run(async (_input, ctx) => {
  const since = new Date(ctx.now.getTime() - HOURS * 3_600_000)
  const [events, calls, contacts, apps, devices] = await Promise.all([
    eventsSince(ctx, since),
    callsSince(ctx, since),
    ctx.records(Contact).count(),
    ctx.records(App).count(),
    ctx.records(Device).count(),
  ])
  // A module that offers nothing of its own is a part of others.
  const modules = [...ctx.registry.modules.values()].filter(
    ({ actions, entities = [] }) => actions.length + entities.length > 0,
  )
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)
  return {
    since: since.toISOString(),
    modules: modules.map(({ id, title, publisher, firstParty, built }) => ({
      id,
      title,
      publisher,
      first_party: firstParty,
      built: built === true,
      events: sum([...events].filter(([type]) => type.startsWith(`${id}.`)).map(([, n]) => n)),
      calls: sum(calls.filter(({ module }) => module === id).map(({ count }) => count)),
    })),
    lines: linesOf(ctx.registry, events),
    doors: DOORS.map((id) => {
      const used = calls.filter(({ door }) => door === id)
      return {
        id,
        calls: sum(used.map(({ count }) => count)),
        modules: used.map(({ module, count }) => ({ id: module, count })),
      }
    }),
    parties: partiesOf(modules),
    outside: { contacts, apps, devices },
  }
})
