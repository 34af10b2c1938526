import { button, defineCard, divider, facts, heading, when } from '#kernel'
import { approveRequest } from './actions/request.approve.ts'
import { faceOfRequest } from './actions/request.face.ts'
import { rejectRequest } from './actions/request.reject.ts'
import { requestApproved, requestReassigned, requestRejected, requestWithdrawn } from './events.ts'

/** Whoever sees a copy sees the buttons; the actions ask whose decision it is. */
export const requestCard = defineCard({
  id: 'approval.request.card',
  title: 'Approval request',
  version: 1,
  load: faceOfRequest,
  subject: 'request',
  summary: (data) => ({ text: [data.submitter.name, ': ', data.title] }),
  refreshOn: [requestApproved, requestRejected, requestWithdrawn, requestReassigned].map(
    (event) => ({ event, subject: 'request' }),
  ),
  forward: 'live',
}).view((data) => [
  heading(data.title, data.status, data.status),
  facts(
    { label: 'Amount', value: data.amount, as: 'money' },
    { label: 'Submitter', value: data.submitter, as: 'person' },
    { label: 'Approver', value: data.approver, as: 'person' },
    { label: 'Reason', value: data.reason },
  ),
  when(
    data.decided,
    undefined,
    divider(),
    facts(
      { label: 'Decided by', value: data.decided.by, as: 'person' },
      { label: 'Decided', value: data.decided.at, as: 'time' },
      { label: 'Comment', value: data.decided.comment },
    ),
  ),
  when(
    data.open,
    undefined,
    button(
      'approve',
      'Approve',
      approveRequest,
      { request: data.id },
      { tone: 'primary', ask: ['comment'] },
    ),
    button(
      'reject',
      'Reject',
      rejectRequest,
      { request: data.id },
      { tone: 'danger', ask: ['comment'] },
    ),
  ),
])
