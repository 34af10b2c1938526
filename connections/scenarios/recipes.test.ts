import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { installed } from '#kernel/testing'
import { checkRecipe } from './check.ts'
import { flowsOf, partsUsed } from './make.ts'
import { Recipe } from './recipe.ts'
import { recipes } from './recipes/index.ts'
import { checked } from '../flows/publish.ts'

/** Every flow of every recipe can be published, in both languages, with all that is optional and without. */
test('every recipe of ours holds what a recipe promises', async () => {
  const { registry } = await installed()
  for (const recipe of recipes) {
    assert.deepEqual([...Value.Errors(Recipe, recipe)], [], recipe.id)
    checkRecipe(recipe, registry.interfaces)
    for (const [role, ids] of Object.entries(partsUsed(recipe))) {
      const standard = registry.interfaces.get(recipe.needs[role]!.interface)!
      const known = [...standard.actions, ...standard.events].map(({ id }) => id)
      for (const id of ids) assert.ok(known.includes(id), `${recipe.id}: ${id}`)
    }
    for (const language of ['en', 'zh'] as const)
      for (const all of [true, false]) {
        const take = (of: Record<string, { optional?: boolean }>) =>
          Object.fromEntries(
            Object.entries(of).flatMap(([name, { optional }]) =>
              all || !optional ? [[name, `chosen_${name}`]] : [],
            ),
          )
        const settings = Object.fromEntries(
          Object.entries(recipe.settings.properties).flatMap(([name, schema]) =>
            all || recipe.settings.required?.includes(name)
              ? [[name, schema['default'] ?? 'given']]
              : [],
          ),
        )
        const choice = {
          needs: take(recipe.needs),
          accounts: Object.fromEntries(
            Object.keys(take(recipe.accounts)).map((name) => [name, ACCOUNT]),
          ),
          settings,
          language,
        }
        for (const definition of Object.values(flowsOf(recipe, choice)))
          checked(definition, { registry })
      }
  }
})

const ACCOUNT = '00000000-0000-7000-8000-000000000000'
