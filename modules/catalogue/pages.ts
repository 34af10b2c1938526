import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'catalogue.home',
    path: '/catalogue',
    title: 'Catalogue',
    icon: 'market',
    component: 'catalogue-page',
    rail: 80,
    scope: 'catalogue.read',
  }),
]
