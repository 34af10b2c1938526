import { defineModule } from '#kernel'
import { feedRequests } from './actions/request.feed.ts'
import { approveRequest } from './actions/request.approve.ts'
import { createRequest } from './actions/request.create.ts'
import { faceOfRequest } from './actions/request.face.ts'
import { getRequest } from './actions/request.get.ts'
import { listRequests } from './actions/request.list.ts'
import { reassignRequest } from './actions/request.reassign.ts'
import { rejectRequest } from './actions/request.reject.ts'
import { withdrawRequest } from './actions/request.withdraw.ts'
import { requestCard } from './cards.ts'
import { Request } from './entities.ts'
import {
  requestApproved,
  requestCreated,
  requestReassigned,
  requestRejected,
  requestWithdrawn,
} from './events.ts'
import { pages, placements } from './pages.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'approval',
  title: 'Approvals',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit', 'files', 'cards', 'chat', 'notify', 'todo'],
  entities: [Request],
  events: [requestCreated, requestApproved, requestRejected, requestWithdrawn, requestReassigned],
  actions: [
    feedRequests,
    createRequest,
    getRequest,
    listRequests,
    approveRequest,
    rejectRequest,
    withdrawRequest,
    reassignRequest,
    faceOfRequest,
  ],
  cards: [requestCard],
  pages,
  placements,
  subscriptions,
  scopes: {
    'approval.use': { title: 'Submit requests', roles: ['member'] },
    'approval.decide': { title: 'Decide on requests addressed to me', roles: ['member'] },
    'approval.read': { title: 'See all requests', roles: ['auditor'] },
    'approval.admin': { title: 'See all requests and name other approvers', roles: [] },
  },
})
