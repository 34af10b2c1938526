import { defineModule } from '#kernel'
import { noteAlias } from './actions/alias.note.ts'
import { findCard } from './actions/card.find.ts'
import { checkLink } from './actions/link.check.ts'
import { keepLinkClient } from './actions/link.client.ts'
import { dropLink } from './actions/link.drop.ts'
import { noteHealth } from './actions/link.note.ts'
import { inspectLink } from './actions/link.inspect.ts'
import { installLink } from './actions/link.install.ts'
import { partLink } from './actions/link.part.ts'
import { removeLink } from './actions/link.remove.ts'
import { rotateLink } from './actions/link.rotate.ts'
import { storeSecret } from './actions/link.secret.ts'
import { settleLink } from './actions/link.settle.ts'
import { showLinkState } from './actions/link.state.ts'
import { storeLink } from './actions/link.store.ts'
import { tellLink } from './actions/link.tell.ts'
import { upgradeLink } from './actions/link.upgrade.ts'
import { handPeople } from './actions/person.hand.ts'
import { askSearch } from './actions/search.ask.ts'
import { builtModules } from './builds.ts'
import { Link } from './entities.ts'
import { linkHealth, linkInstalled, linkRemoved, linkRotated, linkUpgraded } from './events.ts'
import { mount } from './mount.ts'
import { pages } from './pages.ts'
import { EXT_PREFIX } from './store.ts'
import { forgetErased, tellOfLeaver } from './subscriptions.ts'

export default defineModule({
  id: 'remote',
  title: 'Vendors’ software',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'identity', 'directory', 'cards', 'chat', 'todo', 'audit', 'oidc'],
  entities: [Link],
  events: [linkInstalled, linkUpgraded, linkRemoved, linkRotated, linkHealth],
  actions: [
    inspectLink,
    installLink,
    storeLink,
    upgradeLink,
    keepLinkClient,
    settleLink,
    dropLink,
    removeLink,
    partLink,
    tellLink,
    rotateLink,
    storeSecret,
    checkLink,
    noteHealth,
    showLinkState,
    findCard,
    noteAlias,
    handPeople,
    askSearch,
  ],
  pages,
  subscriptions: [tellOfLeaver, forgetErased],
  mounts: [mount],
  acts: ['oidc.manage'],
  builds: { prefix: EXT_PREFIX, modules: builtModules },
  scopes: {
    'remote.use': { title: 'Work with vendors’ software', roles: ['member'] },
    'remote.manage': { title: 'Install and remove vendors’ software', roles: [] },
  },
})
