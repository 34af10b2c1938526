import { refreshing } from '#modules/cards'
import { eventCard } from './cards.ts'
import { eventCancelled, eventChanged, eventResponded } from './events.ts'

export const subscriptions = refreshing(eventCard, [eventChanged, eventCancelled, eventResponded])
