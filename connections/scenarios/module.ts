import { defineModule } from '#kernel'
import { makeApp } from './actions/app.make.ts'
import { compareScenario } from './actions/installation.compare.ts'
import { installScenario } from './actions/installation.create.ts'
import { removeScenario } from './actions/installation.delete.ts'
import { listScenarios } from './actions/installation.list.ts'
import { lookAtScenario } from './actions/installation.look.ts'
import { pauseScenario } from './actions/installation.pause.ts'
import { resumeScenario } from './actions/installation.resume.ts'
import { updateScenario } from './actions/installation.update.ts'
import { upgradeScenario } from './actions/installation.upgrade.ts'
import { deleteRecipe } from './actions/recipe.delete.ts'
import { exportRecipe } from './actions/recipe.export.ts'
import { importRecipe } from './actions/recipe.import.ts'
import { listRecipes } from './actions/recipe.list.ts'
import { lookAtRecipe } from './actions/recipe.look.ts'
import { Brought, Installation } from './entities.ts'
import { recipeChanged, scenarioChanged } from './events.ts'
import { pages } from './pages.ts'
import { RECIPE } from './recipe.ts'
import { recipes } from './recipes/index.ts'

export default defineModule({
  id: 'scenarios',
  title: 'Scenarios',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'apps', 'standards', 'flows', 'vault'],
  entities: [Brought, Installation],
  events: [scenarioChanged, recipeChanged],
  actions: [
    listRecipes,
    lookAtRecipe,
    importRecipe,
    exportRecipe,
    deleteRecipe,
    makeApp,
    installScenario,
    listScenarios,
    lookAtScenario,
    updateScenario,
    pauseScenario,
    resumeScenario,
    compareScenario,
    upgradeScenario,
    removeScenario,
  ],
  pages,
  placements: [{ slot: 'workbench', title: 'Scenarios', icon: 'flow', page: 'scenarios.gallery' }],
  contributes: { [RECIPE]: recipes },
  scopes: {
    'scenarios.manage': { title: 'Install and look after scenarios', roles: [] },
  },
  // To see how flows and accounts stand, and to write down the only implementation there is.
  acts: [
    'flows.use',
    'flows.admin',
    'vault.use',
    'vault.admin',
    'standards.read',
    'standards.manage',
  ],
})
