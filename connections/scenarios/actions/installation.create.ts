import { conflict, defineAction, T } from '#kernel'
import { Installation } from '../entities.ts'
import { scenarioChanged } from '../events.ts'
import { depends, publish } from '../keep-flows.ts'
import { hashOf, recipeOf } from '../known.ts'
import { readied } from '../ready.ts'
import { Chosen, Hooks, Language } from '../seen.ts'

export const installScenario = defineAction({
  id: 'scenarios.installation.create',
  kind: 'command',
  effect: 'local',
  title: 'Install a scenario',
  description:
    'All its flows are published and on, or none is. They run with your rights. With the hash that scenarios.recipe.look answered, exactly what you saw is installed.',
  input: T.Object(
    {
      recipe: T.String({ maxLength: 60, title: 'Recipe' }),
      hash: T.Optional(T.String({ maxLength: 64, title: 'Hash of what was seen' })),
      language: Language,
      ...Chosen,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    installation: T.Id(),
    flows: T.Record(T.String(), T.Id()),
    hooks: Hooks,
  }),
  errors: {
    changed: conflict('The recipe has changed since you looked at it.', 'Look at it again.'),
  },
  emits: [scenarioChanged],
  scope: 'scenarios.manage',
}).run(async ({ recipe: id, hash, language, ...given }, ctx) => {
  const recipe = await recipeOf(ctx, id)
  if (hash !== undefined && hash !== hashOf(recipe)) throw ctx.error('changed')
  const choice = await readied(ctx, recipe, { ...given, language } as never)
  const { flows, hooks } = await publish(ctx, recipe, choice, {}, true)
  const { version } = recipe
  const state = 'running' as const
  const made = await ctx.records(Installation).create({
    recipe: id,
    version,
    state,
    owner: ctx.actor.id,
    language,
    needs: { ...choice.needs },
    accounts: { ...choice.accounts },
    settings: choice.settings,
    flows,
    definition: JSON.stringify(recipe),
  })
  await depends(ctx, made, recipe, choice.accounts)
  ctx.emit(
    scenarioChanged,
    { installation: made.id, recipe: id, version, state },
    { subject: made.id },
  )
  return { installation: made.id, flows, hooks }
})
