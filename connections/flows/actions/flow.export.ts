import { defineAction, T } from '#kernel'
import { Flow } from '../entities.ts'
import { canonical, definitionOf, hashOf } from '../publish.ts'

export const exportFlow = defineAction({
  id: 'flows.flow.export',
  kind: 'query',
  effect: 'local',
  title: 'A flow as JSON',
  description: 'The definition of a version in canonical form: the same flow is the same text.',
  input: T.Object(
    { flow: T.Id({ title: 'Flow' }), version: T.Optional(T.Integer({ title: 'Version' })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    flow: T.Id(),
    version: T.Integer(),
    hash: T.String(),
    definition: T.Unknown(),
  }),
  subject: 'flow',
  scope: 'flows.use',
}).run(async ({ flow: id, version }, ctx) => {
  const flow = await ctx.records(Flow).get(id)
  const number = version ?? flow.version
  const definition = await definitionOf(ctx, id, number)
  return { flow: id, version: number, hash: hashOf(definition), definition: canonical(definition) }
})
