import { definePage, type Placement } from '#kernel'

export const pages = [
  definePage({
    id: 'approval.requests',
    path: '/approvals',
    title: 'Approvals',
    icon: 'approval',
    entity: 'approval.request',
    views: ['table', 'board'],
    columns: ['title', 'amount', 'submitter', 'approver', 'status', 'created_at'],
    groupBy: 'status',
    primary: 'approval.request.create',
    rail: 60,
    scope: 'approval.use',
  }),
]

export const placements: Placement[] = [
  {
    slot: 'composer',
    title: 'Purchase request',
    icon: 'approval',
    action: 'approval.request.create',
  },
  {
    slot: 'document-block',
    title: 'Purchase request',
    icon: 'approval',
    action: 'approval.request.create',
  },
]
