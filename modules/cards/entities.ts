import { T, defineEntity, ref, scope } from '#kernel'

/** How a delivery follows its card. A template's `forward: 'none'` never becomes a delivery's policy. */
export const POLICIES = ['live', 'live-readonly', 'snapshot'] as const

const keepers = { read: { where: scope('cards.manage') } }

/**
 * One card about one record: what its template draws, with the data of this revision. Shown wherever
 * it was delivered. Rules of a card are asked of its spaces and its subject (see `sight.ts`), which
 * no filter can say, so the entity itself opens to nobody but its keepers.
 */
export const Card = defineEntity({
  id: 'cards.card',
  title: 'Card',
  fields: {
    template: T.String({ title: 'Template' }),
    version: T.Integer({ title: 'Template version' }),
    /** Unique per template: the same record never gets two cards. */
    biz_key: T.String({ maxLength: 200, title: 'Business key' }),
    /** The record that the card is about. */
    entity: T.String({ maxLength: 100, title: 'Entity' }),
    record: T.Id({ title: 'Record' }),
    data: T.Json({ title: 'Public data' }),
    summary: T.String({ title: 'Summary' }),
    state: T.Enum(['open', 'closed'], { title: 'State' }),
  },
  access: keepers,
  label: 'summary',
})

/** A card standing somewhere: in a conversation, an inbox, a document. */
export const Delivery = defineEntity({
  id: 'cards.delivery',
  title: 'Card delivery',
  fields: {
    card: ref(Card, { title: 'Card' }),
    entity: T.String({ maxLength: 100, title: 'Entity' }),
    record: T.Id({ title: 'Record' }),
    /** Stream id of the place, such as `chat.conversation:<id>` or `person:<id>`. */
    space: T.String({ maxLength: 200, title: 'Space' }),
    /** The id in `space`, for access rules of other entities. */
    space_id: T.Id({ title: 'Space id' }),
    policy: T.Enum(POLICIES, { title: 'Policy' }),
    /** What a snapshot shows for ever: view, data, summary and revision of that moment. */
    snapshot: T.Optional(T.Json({ title: 'Snapshot' })),
    delivered_by: T.String({ title: 'Delivered by' }),
    /** The delivery that this one was forwarded from. */
    forwarded_from: T.Optional(T.Id({ title: 'Forwarded from' })),
    forwarded_by: T.Optional(ref('directory.person', { title: 'Forwarded by' })),
  },
  access: keepers,
  label: 'space',
})

/** What one person alone may see on a card. Never leaves the server for anybody else. */
export const PrivateData = defineEntity({
  id: 'cards.private_data',
  title: 'Private card data',
  fields: {
    card: ref(Card, { title: 'Card' }),
    person: ref('directory.person', { title: 'Person' }),
    data: T.Json({ title: 'Data' }),
  },
  access: { read: { where: { person: '$actor.id' } } },
  label: 'person',
})
