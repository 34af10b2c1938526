import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'audit.entries',
    path: '/admin/log',
    title: 'Log',
    icon: 'history',
    entity: 'audit.entry',
    views: ['table'],
    columns: ['at', 'actor', 'action', 'subject', 'outcome', 'door', 'address'],
    scope: 'audit.read',
  }),
]
