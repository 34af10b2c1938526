import { defineAction, T } from '#kernel'
import { recipeOf } from '../known.ts'

export const exportRecipe = defineAction({
  id: 'scenarios.recipe.export',
  kind: 'query',
  effect: 'local',
  title: 'Export a recipe',
  description: 'As the file that scenarios.recipe.import takes, here or on another server.',
  input: T.Object(
    { recipe: T.String({ maxLength: 60, title: 'Recipe' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ name: T.String(), recipe: T.Json() }),
  scope: 'scenarios.manage',
}).run(async ({ recipe: id }, ctx) => ({
  name: `${id}.recipe.json`,
  recipe: await recipeOf(ctx, id),
}))
