import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'hooks.home',
    path: '/admin/webhooks',
    title: 'Webhooks',
    icon: 'send',
    component: 'webhooks',
    scope: 'hooks.manage',
  }),
]
