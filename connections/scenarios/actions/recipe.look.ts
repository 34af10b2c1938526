import { defineAction, T } from '#kernel'
import { usesOf } from '../consent.ts'
import { hashOf, recipeOf } from '../known.ts'
import { accountsOf, chosenOf, needsOf } from '../offer.ts'
import { settingsOf } from '../ready.ts'
import { Chosen, Picture, UseView, Words } from '../seen.ts'

const account = T.Object({ id: T.Id(), title: T.String(), state: T.String() })

export const lookAtRecipe = defineAction({
  id: 'scenarios.recipe.look',
  kind: 'query',
  effect: 'local',
  title: 'Look at a recipe before installing it',
  description:
    'What it asks for, what of this organisation can stand for it, and everything that its flows will hear, read, write and reach in your name, as chosen so far.',
  input: T.Object(
    { recipe: T.String({ maxLength: 60, title: 'Recipe' }), ...Chosen },
    { additionalProperties: false },
  ),
  output: T.Object({
    recipe: T.String(),
    version: T.Integer(),
    hash: T.String(),
    publisher: T.String(),
    title: Words,
    description: Words,
    parts: Picture,
    needs: T.Array(
      T.Object({
        role: T.String(),
        title: Words,
        interface: T.String(),
        optional: T.Boolean(),
        apart: T.Boolean(),
        chosen: T.Optional(T.String()),
        bound: T.Optional(T.String()),
        options: T.Array(
          T.Object({
            module: T.String(),
            title: T.String(),
            publisher: T.String(),
            lacks: T.Array(T.String()),
          }),
        ),
        app: T.Optional(T.String()),
      }),
    ),
    accounts: T.Array(
      T.Object({
        alias: T.String(),
        title: Words,
        connector: T.String(),
        optional: T.Boolean(),
        chosen: T.Optional(T.String()),
        options: T.Array(account),
      }),
    ),
    settings: T.Json(),
    flows: T.Array(T.Object({ name: T.String(), title: Words })),
    uses: T.Array(UseView),
  }),
  scope: 'scenarios.manage',
}).run(async ({ recipe: id, needs: given, accounts: linked, settings = {} }, ctx) => {
  const recipe = await recipeOf(ctx, id)
  const needs = await needsOf(ctx, recipe, given)
  const accounts = await accountsOf(ctx, recipe, linked)
  const choice = chosenOf(needs, accounts, settingsOf(recipe, settings), 'en')
  const { version, publisher, title, description, parts, flows } = recipe
  return {
    recipe: id,
    version,
    hash: hashOf(recipe),
    publisher,
    title,
    description,
    parts,
    needs: needs.map((each) => ({ ...each, title: recipe.needs[each.role]!.title })),
    accounts: accounts.map((each) => ({ ...each, title: recipe.accounts[each.alias]!.title })),
    settings: recipe.settings,
    flows: Object.entries(flows).map(([name, flow]) => ({ name, title: flow.title })),
    uses: usesOf(recipe, choice, ctx.registry, ctx.actor).map((use) => ({ ...use })),
  }
})
