import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'apps.home',
    path: '/apps',
    title: 'Apps',
    icon: 'apps',
    component: 'apps-page',
    rail: 70,
    scope: 'apps.use',
  }),
]
