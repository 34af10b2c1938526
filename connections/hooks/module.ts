import { defineModule } from '#kernel'
import { replayDeliveries } from './actions/delivery.replay.ts'
import { settleDeliveries } from './actions/delivery.settle.ts'
import { createEndpoint } from './actions/endpoint.create.ts'
import { deleteEndpoint } from './actions/endpoint.delete.ts'
import { drainEndpoint } from './actions/endpoint.drain.ts'
import { rotateEndpoint } from './actions/endpoint.rotate.ts'
import { tryEndpoint } from './actions/endpoint.try.ts'
import { updateEndpoint } from './actions/endpoint.update.ts'
import { listEvents } from './actions/event.list.ts'
import { listKinds } from './actions/kind.list.ts'
import { placeDeliveries } from './actions/log.place.ts'
import { Delivery, Endpoint } from './entities.ts'
import { endpointChanged, endpointCreated, endpointDeleted, endpointFailed } from './events.ts'
import { pages } from './pages.ts'
import { startReading } from './reading.ts'
import { tellOwner } from './subscriptions.ts'

export default defineModule({
  id: 'hooks',
  title: 'Webhooks',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'notify'],
  entities: [Endpoint, Delivery],
  events: [endpointCreated, endpointChanged, endpointDeleted, endpointFailed],
  actions: [
    createEndpoint,
    updateEndpoint,
    deleteEndpoint,
    rotateEndpoint,
    tryEndpoint,
    drainEndpoint,
    placeDeliveries,
    settleDeliveries,
    replayDeliveries,
    listEvents,
    listKinds,
  ],
  pages,
  subscriptions: [tellOwner],
  scopes: {
    'hooks.read': { title: 'Read the feed of what one may hear', roles: ['member'] },
    'hooks.manage': { title: 'Have other servers told of events', roles: [] },
  },
  acts: ['organisation.cross'],
  start: async (kernel) => startReading(kernel),
})
