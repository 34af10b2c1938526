import { defineAction, recordFields, T } from '#kernel'
import { Run } from '../entities.ts'

export const getRun = defineAction({
  id: 'flows.run.get',
  kind: 'query',
  effect: 'local',
  title: 'Get a run',
  description: 'One run with what it began with and what it answered.',
  input: T.Object({ run: T.Id({ title: 'Run' }) }, { additionalProperties: false }),
  output: T.Object({
    ...recordFields,
    ...Run.fields,
    input: T.Unknown(),
    output: T.Optional(T.Unknown()),
  }),
  subject: 'run',
  scope: 'flows.use',
}).run(async ({ run: id }, ctx) => {
  const run = await ctx.records(Run).get(id)
  const [rest] = await ctx.sql<{ input: unknown; output: unknown; stale: boolean }>`
    SELECT input, output, state = 'running' AND due_at < clock_timestamp() AS stale FROM flows.run WHERE org = ${ctx.org} AND id = ${id}`
  const { input, output, stale } = rest!
  // Who held it is gone: nobody runs it until somebody takes it up.
  const state = stale ? ('ready' as const) : run.state
  return { ...run, state, input, ...(output === null ? {} : { output }) }
})
