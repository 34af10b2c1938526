import { defineAction, T } from '#kernel'
import { disableFlow } from '#connections/flows'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { installed, tell } from '../installed.ts'

export const pauseScenario = defineAction({
  id: 'scenarios.installation.pause',
  kind: 'command',
  effect: 'local',
  title: 'Pause a scenario',
  description: 'None of its flows begins any more; runs under way end as they began.',
  input: T.Object({ installation: T.Id({ title: 'Scenario' }) }, { additionalProperties: false }),
  output: T.Object({ state: T.String() }),
  emits: [scenarioChanged],
  subject: 'installation',
  scope: 'scenarios.manage',
  idempotent: true,
}).run(async ({ installation: id }, ctx) => {
  const row = await installed(ctx, id)
  for (const flow of Object.values(row.flows)) await ctx.call(disableFlow, { flow })
  const changed = await ctx.records(Installation).update(id, { state: 'paused' })
  tell(ctx, changed)
  return { state: changed.state }
})
