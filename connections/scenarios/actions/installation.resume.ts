import { defineAction, T } from '#kernel'
import { enableFlow } from '#connections/flows'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { installed, tell } from '../installed.ts'

export const resumeScenario = defineAction({
  id: 'scenarios.installation.resume',
  kind: 'command',
  effect: 'local',
  title: 'Let a paused scenario run again',
  description: 'Its flows begin again; what happened meanwhile is not caught up with.',
  input: T.Object({ installation: T.Id({ title: 'Scenario' }) }, { additionalProperties: false }),
  output: T.Object({ state: T.String() }),
  emits: [scenarioChanged],
  subject: 'installation',
  scope: 'scenarios.manage',
  idempotent: true,
}).run(async ({ installation: id }, ctx) => {
  const row = await installed(ctx, id)
  for (const flow of Object.values(row.flows)) await ctx.call(enableFlow, { flow })
  const changed = await ctx.records(Installation).update(id, { state: 'running' })
  tell(ctx, changed)
  return { state: changed.state }
})
