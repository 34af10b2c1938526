import { defineAction, T } from '#kernel'
import { differences } from '../differences.ts'
import { Flow } from '../entities.ts'
import { definitionOf } from '../publish.ts'

export const diffFlow = defineAction({
  id: 'flows.flow.diff',
  kind: 'query',
  effect: 'local',
  title: 'What changed between versions',
  description:
    'Steps that came, went, moved or changed, by their ids; and what else of the flow changed.',
  input: T.Object(
    {
      flow: T.Id({ title: 'Flow' }),
      from: T.Integer({ title: 'From' }),
      to: T.Integer({ title: 'To' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    changes: T.Array(
      T.Object({
        what: T.Enum(['added', 'removed', 'moved', 'changed']),
        step: T.Optional(T.String()),
        field: T.Optional(T.String()),
        before: T.Optional(T.Unknown()),
        after: T.Optional(T.Unknown()),
      }),
    ),
  }),
  subject: 'flow',
  scope: 'flows.use',
}).run(async ({ flow, from, to }, ctx) => {
  await ctx.records(Flow).get(flow)
  const [before, after] = [await definitionOf(ctx, flow, from), await definitionOf(ctx, flow, to)]
  return { changes: differences(before, after) }
})
