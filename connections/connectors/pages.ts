import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'connectors.catalogue',
    path: '/me/connectors',
    title: 'Connectors',
    icon: 'link',
    component: 'catalogue',
    scope: 'connectors.use',
  }),
]
