import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'remote.links',
    path: '/admin/vendors',
    title: 'Vendors’ software',
    icon: 'link',
    component: 'links',
    scope: 'remote.manage',
  }),
]
