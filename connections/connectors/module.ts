import { defineModule } from '#kernel'
import { CONNECTOR } from '#connections/vault'
import { listEntries } from './actions/entry.list.ts'
import { actionsOf } from './make.ts'
import { pages } from './pages.ts'
import { connectorOf } from './entry.ts'
import { entries } from './entries/index.ts'

export default defineModule({
  id: 'connectors',
  title: 'Connectors',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['vault', 'imports', 'files', 'sheets'],
  actions: [listEntries, ...entries.flatMap(actionsOf)],
  pages,
  contributes: { [CONNECTOR]: entries.filter(({ auth }) => auth.length > 0).map(connectorOf) },
  scopes: {
    'connectors.use': { title: 'Use connectors with linked accounts', roles: ['member'] },
  },
})
