import { createApp } from '#modules/apps'
import { defineAction, notFound, T, type InputOf } from '#kernel'
import { recipeOf } from '../known.ts'

export const makeApp = defineAction({
  id: 'scenarios.app.make',
  kind: 'command',
  effect: 'local',
  title: 'Make the app that a recipe brings',
  description:
    'Where nothing here stands for a need of the recipe, its own app can: made like any other, and yours to change.',
  input: T.Object(
    {
      recipe: T.String({ maxLength: 60, title: 'Recipe' }),
      app: T.String({ maxLength: 40, title: 'App' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), module: T.String() }),
  errors: { unknown: notFound('The recipe brings no such app.', 'See scenarios.recipe.look.') },
  silent: 'apps tells of the app that was made',
  scope: 'scenarios.manage',
}).run(async ({ recipe: id, app: name }, ctx) => {
  const manifest = (await recipeOf(ctx, id)).apps[name]
  if (manifest === undefined) throw ctx.error('unknown')
  const made = await ctx.call(createApp, { manifest } as InputOf<typeof createApp>)
  return { app: made.app, module: made.module }
})
