import { defineModule } from '#kernel'

/** Code that other modules share; it has no records and no actions of its own. */
export default defineModule({
  id: 'sheets',
  title: 'Sheets',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  actions: [],
  scopes: {},
})
