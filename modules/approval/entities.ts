import { anyOf, defineEntity, recordFields, ref, scope, T } from '#kernel'
import { knownByCard } from '#modules/chat'

/** One decision asked of one approver. */
export const Request = defineEntity({
  id: 'approval.request',
  title: 'Approval request',
  label: 'title',
  search: ['title', 'reason'],
  scope: 'approval.use',
  fields: {
    title: T.String({ title: 'Title', minLength: 1, maxLength: 200 }),
    reason: T.Optional(T.String({ title: 'Reason', maxLength: 4000, 'x-long': true })),
    amount: T.Optional(T.Money({ title: 'Amount' })),
    submitter: ref('directory.person', { title: 'Submitter' }),
    approver: ref('directory.person', { title: 'Approver' }),
    status: T.Enum(['open', 'approved', 'rejected', 'withdrawn'], { title: 'Status' }),
    conversation: T.Optional(T.Id({ title: 'Group' })),
    files: T.Optional(T.Array(ref('files.file'), { title: 'Files', maxItems: 20 })),
    decided_at: T.Optional(T.Time({ title: 'Decided' })),
    decided_by: T.Optional(ref('directory.person', { title: 'Decided by' })),
    comment: T.Optional(T.String({ title: 'Comment', maxLength: 2000, 'x-long': true })),
  },
  access: {
    read: {
      where: anyOf(
        { approver: '$actor.id' },
        { submitter: '$actor.id' },
        scope('approval.admin'),
        scope('approval.read'),
      ),
    },
    create: { check: { submitter: '$actor.id', status: 'open' } },
    update: {
      where: anyOf({ approver: '$actor.id' }, { submitter: '$actor.id' }, scope('approval.admin')),
      fields: ['status', 'approver', 'decided_at', 'decided_by', 'comment'],
      reason: 'Only its approver decides on a request, and only its submitter withdraws it.',
    },
    known: knownByCard('approval.request'),
  },
  actions: ['get', 'list'],
})

export const RequestView = T.Object({ ...recordFields, ...Request.fields })
