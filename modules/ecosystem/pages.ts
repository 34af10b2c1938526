import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'ecosystem.map',
    path: '/map',
    title: 'Ecosystem map',
    icon: 'market',
    component: 'map',
    scope: 'ecosystem.read',
  }),
]
