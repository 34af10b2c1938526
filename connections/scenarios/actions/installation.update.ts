import { defineAction, T } from '#kernel'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { installed, keptChoice, tell } from '../installed.ts'
import { depends, publish } from '../keep-flows.ts'
import { readied } from '../ready.ts'
import type { Recipe } from '../recipe.ts'
import { Chosen, Hooks } from '../seen.ts'

export const updateScenario = defineAction({
  id: 'scenarios.installation.update',
  kind: 'command',
  effect: 'local',
  title: 'Change the settings of a scenario',
  description:
    'Other accounts, other settings, another module for a need. What runs already ends as it began; what is not given stays.',
  input: T.Object(
    { installation: T.Id({ title: 'Scenario' }), ...Chosen },
    { additionalProperties: false },
  ),
  output: T.Object({ installation: T.Id(), hooks: Hooks }),
  emits: [scenarioChanged],
  subject: 'installation',
  scope: 'scenarios.manage',
}).run(async ({ installation: id, ...given }, ctx) => {
  const row = await installed(ctx, id)
  const recipe = JSON.parse(row.definition) as Recipe
  const choice = await readied(ctx, recipe, keptChoice(row, recipe, given as never))
  const running = row.state === 'running'
  const { flows, hooks } = await publish(ctx, recipe, choice, row.flows, running)
  const changed = await ctx.records(Installation).update(id, {
    needs: { ...choice.needs },
    accounts: { ...choice.accounts },
    settings: choice.settings,
    flows,
  })
  await depends(ctx, changed, recipe, choice.accounts)
  tell(ctx, changed)
  return { installation: id, hooks }
})
