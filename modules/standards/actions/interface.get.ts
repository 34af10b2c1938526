import { defineAction, notFound, T } from '#kernel'

const contract = T.Object({
  id: T.String(),
  kind: T.String(),
  title: T.String(),
  description: T.String(),
  input: T.Json(),
  output: T.Json(),
})

export const getInterface = defineAction({
  id: 'standards.interface.get',
  kind: 'query',
  effect: 'local',
  title: 'A standard’s contract',
  description:
    'Everything a vendor must offer to implement it: actions and events with their JSON Schemas.',
  input: T.Object({ interface: T.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: T.Object({
    interface: T.String(),
    title: T.String(),
    description: T.String(),
    actions: T.Array(contract),
    events: T.Array(T.Object({ id: T.String(), title: T.String(), payload: T.Json() })),
  }),
  errors: {
    unknown: notFound('There is no such standard.', 'See standards.interface.list.'),
  },
  scope: 'standards.read',
}).run(async ({ interface: name }, ctx) => {
  const standard = ctx.registry.interfaces.get(name)
  if (!standard) throw ctx.error('unknown')
  return {
    interface: name,
    title: standard.title,
    description: standard.description,
    actions: standard.actions.map(({ id, kind, title, description, input, output }) => ({
      id,
      kind,
      title,
      description,
      input: plain(input),
      output: plain(output),
    })),
    events: standard.events.map(({ id, title, payload }) => ({
      id,
      title,
      payload: plain(payload),
    })),
  }
})

const plain = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema)) as unknown
