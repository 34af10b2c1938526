import { defineModule } from '#kernel'
import { getListing } from './actions/listing.get.ts'
import { listListings } from './actions/listing.list.ts'
import { publishListing } from './actions/listing.publish.ts'
import { withdrawListing } from './actions/listing.withdraw.ts'
import { installModule } from './actions/module.install.ts'
import { listModules } from './actions/module.list.ts'
import { removeModule } from './actions/module.remove.ts'
import { upgradeModule } from './actions/module.upgrade.ts'
import { Edition, Listing } from './entities.ts'
import {
  listingPublished,
  listingWithdrawn,
  moduleInstalled,
  moduleRemoved,
  moduleUpgraded,
} from './events.ts'
import { pages } from './pages.ts'

export default defineModule({
  id: 'catalogue',
  title: 'Catalogue',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'apps'],
  entities: [Listing, Edition],
  events: [listingPublished, listingWithdrawn, moduleInstalled, moduleUpgraded, moduleRemoved],
  actions: [
    listModules,
    listListings,
    getListing,
    publishListing,
    withdrawListing,
    installModule,
    upgradeModule,
    removeModule,
  ],
  pages,
  scopes: {
    'catalogue.read': {
      title: 'See what is installed and what could be',
      roles: ['member', 'auditor'],
    },
    'catalogue.install': { title: 'Install, upgrade and remove apps', roles: [] },
    'catalogue.publish': { title: 'Publish apps to the plaza', roles: [] },
  },
  acts: ['organisation.cross'],
})
