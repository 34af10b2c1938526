import { definePage } from '#kernel'

export const apps = definePage({
  id: 'oidc.page.apps',
  path: '/admin/sign-in-apps',
  title: 'Sign-in for apps',
  icon: 'key',
  entity: 'oidc.client',
  component: 'apps',
  columns: ['name', 'kind', 'status'],
  primary: 'oidc.client.register',
  scope: 'oidc.manage',
})
export const mine = definePage({
  id: 'oidc.page.mine',
  path: '/me/apps',
  title: 'Apps you signed in to',
  icon: 'key',
  component: 'mine',
  scope: 'oidc.use',
})
export const pages = [apps, mine]
