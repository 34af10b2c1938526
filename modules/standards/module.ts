import { defineModule } from '#kernel'
import { storeBadge } from './actions/badge.store.ts'
import { setBinding } from './actions/binding.set.ts'
import { runConformance } from './actions/conformance.run.ts'
import { getInterface } from './actions/interface.get.ts'
import { listInterfaces } from './actions/interface.list.ts'
import { Badge, Binding } from './entities.ts'
import { conformanceTested, implementationChosen } from './events.ts'
import * as interfaces from './interfaces/index.ts'
import { pages } from './pages.ts'

export default defineModule({
  id: 'standards',
  title: 'Standards',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Binding, Badge],
  events: [implementationChosen, conformanceTested],
  actions: [listInterfaces, getInterface, setBinding, runConformance, storeBadge],
  interfaces: Object.values(interfaces),
  pages,
  scopes: {
    'standards.read': { title: 'See who implements which standard', roles: ['member', 'auditor'] },
    'standards.manage': { title: 'Choose implementations and test them', roles: [] },
  },
})
