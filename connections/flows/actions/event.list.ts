import { defineAction, T } from '#kernel'

export const listEvents = defineAction({
  id: 'flows.event.list',
  kind: 'query',
  effect: 'local',
  title: 'Events a flow may begin by',
  description:
    'Every event of the organisation’s modules and vendors, with the JSON Schema of what it tells.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({
        id: T.String(),
        title: T.String(),
        module: T.String(),
        module_title: T.String(),
        payload: T.Json(),
      }),
    ),
  }),
  scope: 'flows.use',
}).run(async (_input, ctx) => ({
  items: [...ctx.registry.modules.values()].flatMap((module) =>
    (module.events ?? []).map(({ id, title, payload }) => ({
      id,
      title,
      module: module.id,
      module_title: module.title,
      payload,
    })),
  ),
}))
