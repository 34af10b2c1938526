import { definePage } from '#kernel'

export const roles = definePage({
  id: 'identity.page.roles',
  path: '/admin/roles',
  title: 'Roles',
  icon: 'safety',
  entity: 'identity.role',
  columns: ['name', 'description', 'range', 'scopes'],
  primary: 'identity.role.create',
  scope: 'identity.roles',
})
export const accounts = definePage({
  id: 'identity.page.accounts',
  path: '/admin/accounts',
  title: 'Accounts',
  icon: 'key',
  component: 'accounts',
  scope: 'identity.accounts',
})
export const invitations = definePage({
  id: 'identity.page.invitations',
  path: '/admin/invitations',
  title: 'Invitations',
  icon: 'user-add',
  entity: 'identity.invitation',
  columns: ['kind', 'email', 'code', 'approval', 'uses', 'expires_at'],
  primary: 'identity.invitation.create',
  scope: 'identity.invite',
})
export const joinRequests = definePage({
  id: 'identity.page.join_requests',
  path: '/admin/join-requests',
  title: 'Requests to join',
  icon: 'usergroup-add',
  entity: 'identity.join_request',
  columns: ['name', 'email', 'mobile', 'status', 'created_at'],
  scope: 'identity.invite',
})
export const security = definePage({
  id: 'identity.page.security',
  path: '/me/security',
  title: 'Security',
  icon: 'lock',
  component: 'security',
  scope: 'member',
})
export const sessions = definePage({
  id: 'identity.page.sessions',
  path: '/me/sessions',
  title: 'Sessions',
  icon: 'laptop',
  entity: 'identity.session',
  columns: ['device', 'address', 'created_at', 'last_used_at'],
  scope: 'member',
})
export const tokens = definePage({
  id: 'identity.page.tokens',
  path: '/me/tokens',
  title: 'API tokens',
  icon: 'key',
  entity: 'identity.token',
  columns: ['name', 'scopes', 'hint', 'expires_at', 'last_used_at'],
  primary: 'identity.token.create',
  scope: 'member',
})

export const pages = [roles, accounts, invitations, joinRequests, security, sessions, tokens]
