export { RECIPE, type Recipe } from './recipe.ts'
export { Installation } from './entities.ts'
export { scenarioChanged } from './events.ts'
export { installScenario } from './actions/installation.create.ts'
