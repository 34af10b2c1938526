import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'vault.page.accounts',
    path: '/me/linked-accounts',
    title: 'Linked accounts',
    icon: 'link',
    component: 'accounts-page',
    entity: 'vault.account',
    opens: { 'vault.account': '/me/linked-accounts/{id}' },
    scope: 'vault.use',
  }),
]
