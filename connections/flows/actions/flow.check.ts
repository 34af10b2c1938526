import { defineAction, T, TenonError } from '#kernel'
import { checked } from '../publish.ts'

export const checkFlow = defineAction({
  id: 'flows.flow.check',
  kind: 'query',
  effect: 'local',
  title: 'Check a flow',
  description:
    'Says what is wrong with a definition, each fault with its place (a JSON pointer), and keeps nothing.',
  input: T.Object(
    { definition: T.Json({ title: 'Definition', description: 'The flow as JSON, format 1.' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    faults: T.Array(T.Object({ path: T.String(), message: T.String() })),
  }),
  scope: 'flows.make',
}).run(async ({ definition }, ctx) => {
  try {
    checked(definition, ctx)
    return { faults: [] }
  } catch (error) {
    if (!(error instanceof TenonError) || error.kind !== 'invalid') throw error
    const fields = error.details?.['fields'] as { path: string; message: string }[] | undefined
    return { faults: fields ?? [{ path: '', message: error.message }] }
  }
})
