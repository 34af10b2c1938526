import { defineModule } from '#kernel'
import { closeCard } from './actions/card.close.ts'
import { deliverCard } from './actions/card.deliver.ts'
import { ensureCard } from './actions/card.ensure.ts'
import { forwardCard } from './actions/card.forward.ts'
import { getCard } from './actions/card.get.ts'
import { listDeliveries } from './actions/card.list.ts'
import { pressCard } from './actions/card.press.ts'
import { refreshCard } from './actions/card.refresh.ts'
import { tellPrivately } from './actions/card.tell.ts'
import { onPersonErased } from './erasure.ts'
import { Card, Delivery, PrivateData } from './entities.ts'
import { cardChanged, cardDelivered, cardPressed } from './events.ts'

export default defineModule({
  id: 'cards',
  title: 'Cards',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit'],
  entities: [Card, Delivery, PrivateData],
  events: [cardChanged, cardDelivered, cardPressed],
  actions: [
    getCard,
    listDeliveries,
    pressCard,
    ensureCard,
    refreshCard,
    closeCard,
    deliverCard,
    forwardCard,
    tellPrivately,
  ],
  subscriptions: [onPersonErased],
  scopes: {
    'cards.use': { title: 'See and use cards', roles: ['member'] },
    'cards.manage': { title: 'See every card', roles: ['auditor'] },
  },
})
