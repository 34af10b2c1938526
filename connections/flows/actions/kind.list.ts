import { defineAction, T } from '#kernel'
import { kinds } from '../kinds.ts'

export const listKinds = defineAction({
  id: 'flows.kind.list',
  kind: 'query',
  effect: 'local',
  title: 'Kinds of steps',
  description:
    'Every kind of step that a flow may have, with the JSON Schema of what it is told. Fields marked x-steps hold steps, those marked x-lazy an expression.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({
        kind: T.String(),
        title: T.String(),
        description: T.String(),
        effect: T.Enum(['pure', 'durable', 'control']),
        schema: T.Json(),
      }),
    ),
  }),
  scope: 'flows.use',
}).run(async () => ({
  items: [...kinds.values()].map(({ kind, title, description, effect, schema }) => ({
    kind,
    title,
    description,
    effect,
    schema,
  })),
}))
