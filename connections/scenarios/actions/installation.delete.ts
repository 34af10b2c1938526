import { defineAction, T } from '#kernel'
import { deleteFlow } from '#connections/flows'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { installed, tell } from '../installed.ts'
import { depends } from '../keep-flows.ts'
import type { Recipe } from '../recipe.ts'

export const removeScenario = defineAction({
  id: 'scenarios.installation.delete',
  kind: 'command',
  effect: 'local',
  title: 'Remove a scenario',
  description:
    'Its flows are archived and what waits is cancelled. Runs that ended stay readable; records, apps and accounts stay as they are.',
  input: T.Object({ installation: T.Id({ title: 'Scenario' }) }, { additionalProperties: false }),
  output: T.Object({ state: T.String() }),
  emits: [scenarioChanged],
  subject: 'installation',
  scope: 'scenarios.manage',
  destructive: true,
}).run(async ({ installation: id }, ctx) => {
  const row = await installed(ctx, id)
  for (const flow of Object.values(row.flows)) await ctx.call(deleteFlow, { flow })
  const removed = await ctx.records(Installation).update(id, { state: 'removed' })
  await depends(ctx, removed, JSON.parse(row.definition) as Recipe, {})
  tell(ctx, removed)
  return { state: removed.state }
})
