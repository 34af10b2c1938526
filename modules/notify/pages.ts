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
  definePage({
    id: 'notify.mails',
    path: '/admin/mail',
    title: 'Kept mail',
    icon: 'mail',
    component: 'mails',
    scope: 'notify.mail',
  }),
]
