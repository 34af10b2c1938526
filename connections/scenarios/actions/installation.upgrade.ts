import { conflict, defineAction, T } from '#kernel'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { installed, keptChoice, tell } from '../installed.ts'
import { depends, publish } from '../keep-flows.ts'
import { hashOf, recipeOf } from '../known.ts'
import { readied } from '../ready.ts'
import { Chosen, Hooks } from '../seen.ts'

export const upgradeScenario = defineAction({
  id: 'scenarios.installation.upgrade',
  kind: 'command',
  effect: 'local',
  title: 'Take the newer version of a recipe',
  description:
    'The flows get new versions; what was chosen stays, and what the newer recipe asks for besides is given here. Runs under way end on the version they began with.',
  input: T.Object(
    {
      installation: T.Id({ title: 'Scenario' }),
      hash: T.String({ maxLength: 64, title: 'Hash of what was compared' }),
      ...Chosen,
    },
    { additionalProperties: false },
  ),
  output: T.Object({ version: T.Integer(), hooks: Hooks }),
  errors: {
    changed: conflict('The recipe has changed since you compared.', 'Compare again.'),
    newest: conflict('There is no newer version.', 'It stays as it is.'),
  },
  emits: [scenarioChanged],
  subject: 'installation',
  scope: 'scenarios.manage',
}).run(async ({ installation: id, hash, ...given }, ctx) => {
  const row = await installed(ctx, id)
  const recipe = await recipeOf(ctx, row.recipe)
  if (recipe.version <= row.version) throw ctx.error('newest')
  if (hash !== hashOf(recipe)) throw ctx.error('changed')
  const choice = await readied(ctx, recipe, keptChoice(row, recipe, given as never))
  const running = row.state === 'running'
  const { flows, hooks } = await publish(ctx, recipe, choice, row.flows, running)
  const changed = await ctx.records(Installation).update(id, {
    version: recipe.version,
    definition: JSON.stringify(recipe),
    needs: { ...choice.needs },
    accounts: { ...choice.accounts },
    settings: choice.settings,
    flows,
  })
  await depends(ctx, changed, recipe, choice.accounts)
  tell(ctx, changed)
  return { version: recipe.version, hooks }
})
