import { defineAction, T } from '#kernel'
import { Installation } from '../entities.ts'
import { contributed, recipesOf } from '../known.ts'
import { Picture, Words } from '../seen.ts'

const INSTALLED_MAX = 1000

export const listRecipes = defineAction({
  id: 'scenarios.recipe.list',
  kind: 'query',
  effect: 'local',
  title: 'List recipes',
  description:
    'Scenarios that can be installed: what each joins, and how often it is at work here already.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100, title: 'Search' })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        recipe: T.String(),
        version: T.Integer(),
        publisher: T.String(),
        title: Words,
        description: Words,
        parts: Picture,
        needs: T.Array(T.String()),
        connectors: T.Array(T.String()),
        installed: T.Integer(),
        brought: T.Boolean(),
      }),
    ),
  }),
  scope: 'scenarios.manage',
}).run(async ({ search = '' }, ctx) => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const own = new Set(contributed(ctx.registry).map(({ id }) => id))
  const { items: installed } = await ctx
    .records(Installation)
    .list({ where: { state: { in: ['running', 'paused'] } }, limit: INSTALLED_MAX })
  const recipes = await recipesOf(ctx)
  const items = recipes.map(
    ({ id, version, publisher, title, description, parts, needs, accounts }) => ({
      recipe: id,
      version,
      publisher,
      title,
      description,
      parts,
      needs: Object.values(needs).map((need) => need.interface),
      connectors: Object.values(accounts).map(({ connector }) => connector),
      installed: installed.filter(({ recipe }) => recipe === id).length,
      brought: !own.has(id),
    }),
  )
  return {
    items: items.filter((each) => {
      const text = JSON.stringify(each).toLowerCase()
      return words.every((word) => text.includes(word))
    }),
  }
})
