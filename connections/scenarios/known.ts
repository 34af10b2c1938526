import { createHash } from 'node:crypto'
import { fail, type Context } from '#kernel'
import { Brought } from './entities.ts'
import { RECIPE, type Recipe } from './recipe.ts'

/** More than anybody looks through. */
export const BROUGHT_MAX = 200

/** Every recipe that can be installed here: those of modules, and those brought as files. */
export async function recipesOf(ctx: Context): Promise<readonly Recipe[]> {
  const brought = await ctx.records(Brought).list({ limit: BROUGHT_MAX })
  return [
    ...new Map(
      [
        ...brought.items.map(({ definition }) => JSON.parse(definition) as Recipe),
        ...contributed(ctx.registry),
      ].map((recipe) => [recipe.id, recipe]),
    ).values(),
  ]
}

/** Modules bring recipes by `contributes: { [RECIPE]: [recipe] }`; built ones too. */
export const contributed = ({ modules }: Pick<Context['registry'], 'modules'>): Recipe[] =>
  [...modules.values()].flatMap(
    ({ contributes }) => (contributes?.[RECIPE] ?? []) as readonly Recipe[],
  )

export async function recipeOf(ctx: Context, id: string): Promise<Recipe> {
  const found = (await recipesOf(ctx)).find((each) => each.id === id)
  if (found) return found
  throw fail('notFound', 'There is no such recipe.', 'See scenarios.recipe.list.')
}

/** What somebody agreed to is this and no later one. */
export const hashOf = (recipe: Recipe): string =>
  createHash('sha256').update(JSON.stringify(recipe)).digest('hex')
