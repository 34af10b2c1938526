import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'scenarios.gallery',
    path: '/scenarios',
    title: 'Scenarios',
    icon: 'flow',
    component: 'gallery',
    opens: { 'scenarios.installation': '/scenarios/installed/{id}' },
    scope: 'scenarios.manage',
  }),
]
