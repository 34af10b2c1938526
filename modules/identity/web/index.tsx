import './identity.css'
import { addWords, type ModuleWeb } from '#web'
import { AccountsPage } from './accounts-page.tsx'
import { InvitationsPage } from './invitations-page.tsx'
import { JoinRequestsPage } from './join-requests-page.tsx'
import { RolesPage } from './roles-page.tsx'
import { SecurityPage } from './security-page.tsx'
import { TokensPage } from './tokens-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = {
  'identity.page.roles': RolesPage,
  'identity.page.accounts': AccountsPage,
  'identity.page.invitations': InvitationsPage,
  'identity.page.join_requests': JoinRequestsPage,
  'identity.page.security': SecurityPage,
  'identity.page.sessions': SecurityPage,
  'identity.page.tokens': TokensPage,
}
