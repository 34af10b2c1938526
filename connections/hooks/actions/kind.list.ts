import { defineAction, T } from '#kernel'

export const listKinds = defineAction({
  id: 'hooks.kind.list',
  kind: 'query',
  effect: 'local',
  title: 'Kinds of events',
  description: 'Every event that modules of this organisation tell, with the schema of its data.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({ id: T.String(), title: T.String(), module: T.String(), data: T.Json() }),
    ),
  }),
  scope: 'hooks.read',
}).run(async (_input, ctx) => ({
  items: [...ctx.registry.events.values()]
    .map(({ id, title, payload }) => ({
      id,
      title,
      module: ctx.registry.moduleOf(id).title,
      data: JSON.parse(JSON.stringify(payload)) as unknown,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
}))
