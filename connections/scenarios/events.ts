import { defineEvent, T } from '#kernel'
import { STATES } from './entities.ts'

export const scenarioChanged = defineEvent({
  id: 'scenarios.installation.changed',
  title: 'Scenario changed',
  payload: T.Object({
    installation: T.Id(),
    recipe: T.String(),
    version: T.Integer(),
    state: T.Enum(STATES),
  }),
})

export const recipeChanged = defineEvent({
  id: 'scenarios.recipe.changed',
  title: 'Recipe brought or taken away',
  payload: T.Object({ recipe: T.String(), version: T.Integer(), gone: T.Boolean() }),
})
