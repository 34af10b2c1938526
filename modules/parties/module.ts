import { defineModule } from '#kernel'
import { createOrganisation } from './actions/organisation.create.ts'
import { getOwnOrganisation } from './actions/organisation.mine.ts'
import { renameOrganisation } from './actions/organisation.rename.ts'
import { resumeOrganisation } from './actions/organisation.resume.ts'
import { suspendOrganisation } from './actions/organisation.suspend.ts'
import { App, Contact, Device, Membership, Organisation, Projection } from './entities.ts'
import { events } from './events.ts'
import { organisationOf } from './organisations.ts'
import { pages } from './pages.ts'

export default defineModule({
  id: 'parties',
  title: 'Parties',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  entities: [Organisation, Membership, Contact, App, Device, Projection],
  events,
  actions: [
    createOrganisation,
    suspendOrganisation,
    resumeOrganisation,
    getOwnOrganisation,
    renameOrganisation,
  ],
  pages,
  scopes: {
    'parties.operate': { title: 'Operate this server’s organisations', roles: [] },
    'parties.manage': { title: 'Manage apps and external contacts', roles: [] },
    'parties.use': { title: 'Keep external contacts', roles: ['member', 'auditor'] },
  },
  acts: ['organisation.cross'],
  zoneOf: async (org, sql) => (await organisationOf(sql, org))?.timezone ?? undefined,
})
