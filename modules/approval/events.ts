import { defineEvent, T } from '#kernel'

const decided = {
  request: T.Id(),
  title: T.String(),
  submitter: T.Id(),
  approver: T.Id(),
  by: T.Id(),
  comment: T.Optional(T.String()),
}

export const requestCreated = defineEvent({
  id: 'approval.request.created',
  title: 'Request submitted',
  payload: T.Object({
    request: T.Id(),
    title: T.String(),
    amount: T.Optional(T.Money()),
    submitter: T.Id(),
    approver: T.Id(),
  }),
})

export const requestApproved = defineEvent({
  id: 'approval.request.approved',
  title: 'Request approved',
  payload: T.Object(decided),
})

export const requestRejected = defineEvent({
  id: 'approval.request.rejected',
  title: 'Request rejected',
  payload: T.Object(decided),
})

export const requestWithdrawn = defineEvent({
  id: 'approval.request.withdrawn',
  title: 'Request withdrawn',
  payload: T.Object({ request: T.Id(), title: T.String(), submitter: T.Id(), approver: T.Id() }),
})

export const requestReassigned = defineEvent({
  id: 'approval.request.reassigned',
  title: 'Request given to another approver',
  payload: T.Object({
    request: T.Id(),
    title: T.String(),
    submitter: T.Id(),
    approver: T.Id(),
    former: T.Id(),
    by: T.Id(),
  }),
})
