import { defineAction, fail, T } from '#kernel'
import { differences } from '../differences.ts'
import { Flow } from '../entities.ts'
import { checked, definitionOf } from '../publish.ts'

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
      to: T.Optional(T.Integer({ title: 'To' })),
      definition: T.Optional(
        T.Json({
          title: 'Definition',
          description: 'Instead of a version: what is not published.',
        }),
      ),
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
}).run(async ({ flow, from, to, definition }, ctx) => {
  if ((to === undefined) === (definition === undefined))
    throw fail(
      'invalid',
      'A version is compared with a version or with a definition.',
      'Give one of both.',
    )
  await ctx.records(Flow).get(flow)
  const before = await definitionOf(ctx, flow, from)
  const after = to === undefined ? checked(definition, ctx) : await definitionOf(ctx, flow, to)
  return { changes: differences(before, after) }
})
