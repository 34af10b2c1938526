import { defineModule } from '#kernel'
import { exportEntries } from './actions/entry.export.ts'
import { listEntries } from './actions/entry.list.ts'
import { erasePerson } from './actions/person.erase.ts'
import { forgetTraces } from './actions/person.forget.ts'
import { Entry } from './entities.ts'
import { personErased } from './events.ts'
import { pages } from './pages.ts'
import { Settings } from './settings.ts'
import { startSweeping } from './sweep.ts'

export default defineModule({
  id: 'audit',
  title: 'Log',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'sheets'],
  entities: [Entry],
  events: [personErased],
  actions: [listEntries, exportEntries, erasePerson, forgetTraces],
  pages,
  scopes: {
    'audit.read': { title: 'Read the log', roles: ['auditor'] },
    'audit.manage': { title: 'Choose how long the log is kept', roles: [] },
    'audit.erase': { title: 'Erase people who have left', roles: [] },
  },
  settings: Settings,
  start: startSweeping,
})
