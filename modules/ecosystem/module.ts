import { defineModule } from '#kernel'
import { drawMap } from './actions/map.get.ts'
import { pages } from './pages.ts'

export default defineModule({
  id: 'ecosystem',
  title: 'Ecosystem',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'parties'],
  actions: [drawMap],
  pages,
  scopes: {
    'ecosystem.read': { title: 'See the map of what is joined', roles: ['member', 'auditor'] },
  },
})
