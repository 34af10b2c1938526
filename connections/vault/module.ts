import { defineModule } from '#kernel'
import { checkAccount } from './actions/account.check.ts'
import { createAccount } from './actions/account.create.ts'
import { deleteAccount } from './actions/account.delete.ts'
import { faceOfAccount } from './actions/account.face.ts'
import { markAccount } from './actions/account.mark.ts'
import { refuseUse } from './actions/account.refuse.ts'
import { shareAccount } from './actions/account.share.ts'
import { updateAccount } from './actions/account.update.ts'
import { startAuthorization } from './actions/authorization.start.ts'
import { takeAuthorization } from './actions/authorization.take.ts'
import { listConnectors } from './actions/connector.list.ts'
import { setDependents } from './actions/dependent.set.ts'
import { rewrapKeys } from './actions/key.rewrap.ts'
import { rotateKeys } from './actions/key.rotate.ts'
import { shredKeys } from './actions/key.shred.ts'
import { storeTokens } from './actions/token.store.ts'
import { accountCard } from './cards.ts'
import { connectAs } from './connect.ts'
import { CONNECTOR } from './connector.ts'
import { Account, Dependent, Share, Usage } from './entities.ts'
import { events } from './events.ts'
import { connectors } from './generic.ts'
import { callback } from './oauth/callback.ts'
import { pages } from './pages.ts'
import { start } from './running.ts'
import { sendAs } from './send.ts'
import { onlyHosts, Settings } from './settings.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'vault',
  title: 'Linked accounts',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'parties', 'cards', 'notify'],
  entities: [Account, Share, Dependent, Usage],
  events,
  actions: [
    createAccount,
    updateAccount,
    shareAccount,
    checkAccount,
    deleteAccount,
    refuseUse,
    markAccount,
    faceOfAccount,
    startAuthorization,
    takeAuthorization,
    storeTokens,
    listConnectors,
    setDependents,
    rotateKeys,
    rewrapKeys,
    shredKeys,
  ],
  cards: [accountCard],
  pages,
  subscriptions,
  settings: Settings,
  sendAs,
  connectAs,
  hosts: onlyHosts,
  mounts: [callback],
  contributes: { [CONNECTOR]: connectors },
  start,
  scopes: {
    'vault.use': { title: 'Link accounts and use those that are shared', roles: ['member'] },
    'vault.admin': { title: 'Look after all linked accounts, keys and allowed hosts', roles: [] },
    'vault.keep': { title: 'Keep tokens and states (the vault itself)', roles: [] },
  },
})
