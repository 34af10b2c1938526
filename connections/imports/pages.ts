import { definePage, type Placement } from '#kernel'

const HOME = 'imports.home'

export const pages = [
  definePage({
    id: HOME,
    path: '/admin/interfaces',
    title: 'Imported interfaces',
    icon: 'link',
    component: 'imports-page',
    scope: 'imports.manage',
  }),
]

export const placements: Placement[] = [
  {
    slot: 'catalogue',
    title: 'A database',
    icon: 'table',
    about:
      'PostgreSQL or MySQL: its tables become lists to read and to watch, its statements actions.',
    page: HOME,
    at: 'sql',
  },
  {
    slot: 'catalogue',
    title: 'A service with an OpenAPI document',
    icon: 'code',
    about: 'Choose what you need of what it can do.',
    page: HOME,
    at: 'openapi',
  },
  {
    slot: 'catalogue',
    title: 'Any other service',
    icon: 'edit',
    about: 'Write down the requests that it answers.',
    page: HOME,
    at: 'http',
  },
]
