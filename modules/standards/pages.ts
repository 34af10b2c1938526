import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'standards.home',
    path: '/standards',
    title: 'Standards',
    icon: 'market',
    component: 'standards',
    scope: 'standards.read',
  }),
]
