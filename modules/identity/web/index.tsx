import './identity.css'
import { addWords, type ModuleWeb } from '#web'
import { InvitationsPage } from './invitations-page.tsx'
import { JoinRequestsPage } from './join-requests-page.tsx'
import { RolesPage } from './roles-page.tsx'
import { SecurityPage } from './security-page.tsx'
import { TokensPage } from './tokens-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = {
  'identity.roles': RolesPage,
  'identity.invitations': InvitationsPage,
  'identity.join_requests': JoinRequestsPage,
  'identity.security': SecurityPage,
  'identity.sessions': SecurityPage,
  'identity.tokens': TokensPage,
}
