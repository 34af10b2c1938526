import { defineAction, notFound, T } from '#kernel'
import { Brought } from '../entities.ts'
import { recipeChanged } from '../events.ts'

export const deleteRecipe = defineAction({
  id: 'scenarios.recipe.delete',
  kind: 'command',
  effect: 'local',
  title: 'Take a recipe away',
  description: 'One that was brought as a file. What is installed of it goes on.',
  input: T.Object(
    { recipe: T.String({ maxLength: 60, title: 'Recipe' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ recipe: T.String() }),
  errors: {
    unknown: notFound('No recipe of this id was brought here.', 'Those of modules stay with them.'),
  },
  emits: [recipeChanged],
  scope: 'scenarios.manage',
  destructive: true,
}).run(async ({ recipe: id }, ctx) => {
  const brought = ctx.records(Brought)
  const found = await brought.first({ where: { recipe: id } })
  if (!found) throw ctx.error('unknown')
  await brought.delete(found.id)
  ctx.emit(recipeChanged, { recipe: id, version: found.version, gone: true }, { subject: id })
  return { recipe: id }
})
