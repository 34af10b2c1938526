import { T, defineEvent } from '#kernel'
import { POLICIES } from './entities.ts'

/** On the stream of every live delivery's space, so that all copies change at once. */
export const cardChanged = defineEvent({
  id: 'cards.card.changed',
  title: 'Card changed',
  payload: T.Object({
    card: T.Id(),
    rev: T.Integer(),
    state: T.Enum(['open', 'closed']),
    summary: T.String(),
    data: T.Unknown(),
    /** Some people have data of their own on this card: they fetch it anew. */
    private: T.Optional(T.Boolean()),
  }),
})

export const cardDelivered = defineEvent({
  id: 'cards.card.delivered',
  title: 'Card delivered',
  payload: T.Object({
    card: T.Id(),
    delivery: T.Id(),
    space: T.String(),
    policy: T.Enum(POLICIES),
    template: T.String(),
    summary: T.String(),
    forwarded_from: T.Optional(T.Id()),
  }),
})

export const cardPressed = defineEvent({
  id: 'cards.card.pressed',
  title: 'Card button pressed',
  payload: T.Object({ card: T.Id(), name: T.String(), action: T.String(), by: T.String() }),
})
