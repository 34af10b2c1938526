import { conflict, defineAction, T } from '#kernel'
import { checkRecipe } from '../check.ts'
import { Brought } from '../entities.ts'
import { recipeChanged } from '../events.ts'
import { BROUGHT_MAX, contributed } from '../known.ts'
import { Recipe } from '../recipe.ts'

export const importRecipe = defineAction({
  id: 'scenarios.recipe.import',
  kind: 'command',
  effect: 'local',
  title: 'Bring a recipe',
  description:
    'From a file that was exported elsewhere or written by hand. Nothing runs before somebody installs it. The same id again replaces it; what is installed stays as it is until it is upgraded.',
  input: T.Object({ recipe: Recipe }, { additionalProperties: false, 'x-body-max': 1_048_576 }),
  output: T.Object({ recipe: T.String(), version: T.Integer() }),
  errors: {
    taken: conflict('A module brings a recipe of this id.', 'Give yours another id.'),
    older: conflict('A newer version of it is here already.', 'Raise its version.'),
    many: conflict('There are too many recipes.', 'Take away those that nobody uses.'),
  },
  emits: [recipeChanged],
  scope: 'scenarios.manage',
}).run(async ({ recipe }, ctx) => {
  checkRecipe(recipe, ctx.registry.interfaces)
  const { id, version } = recipe
  if (contributed(ctx.registry).some((each) => each.id === id)) throw ctx.error('taken')
  const brought = ctx.records(Brought)
  const found = await brought.first({ where: { recipe: id } })
  if (found && found.version > version) throw ctx.error('older', { version: found.version })
  if (!found && (await brought.count({})) >= BROUGHT_MAX) throw ctx.error('many')
  const given = {
    recipe: id,
    version,
    definition: JSON.stringify(recipe),
    brought_by: ctx.actor.id,
  }
  if (found) await brought.update(found.id, given)
  else await brought.create(given)
  ctx.emit(recipeChanged, { recipe: id, version, gone: false }, { subject: id })
  return { recipe: id, version }
})
