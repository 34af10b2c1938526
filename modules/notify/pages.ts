import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'notify.inbox',
    path: '/notices',
    title: 'Notices',
    icon: 'bell',
    entity: 'notify.notice',
    views: ['table'],
    columns: ['title', 'body', 'created_at', 'read_at'],
    scope: 'notify.use',
  }),
]
