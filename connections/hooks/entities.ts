import { defineEntity, ref, scope, T } from '#kernel'

/** Names of events, or everything of a module: `approval.request.approved`, `approval.*`. */
export const Pattern = T.String({
  pattern: '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*(\\.\\*)?$',
  maxLength: 120,
})

/** Somebody else's server that is told what happens here. */
export const Endpoint = defineEntity({
  id: 'hooks.endpoint',
  title: 'Webhook',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    url: T.String({ format: 'uri', maxLength: 2000, title: 'Address' }),
    events: T.Array(Pattern, { minItems: 1, maxItems: 100, uniqueItems: true, title: 'Events' }),
    owner: ref('directory.person', { title: 'Hears what this person may hear', readOnly: true }),
    state: T.Enum(['active', 'failing', 'off'], { title: 'State' }),
    /** Since when nothing has arrived. */
    failing_since: T.Optional(T.Time({ readOnly: true, title: 'Failing since' })),
    last_status: T.Optional(T.Integer({ readOnly: true, title: 'Last answer' })),
    last_error: T.Optional(T.String({ readOnly: true, title: 'Last error' })),
    delivered_at: T.Optional(T.Time({ readOnly: true, title: 'Last delivered' })),
  },
  access: {
    read: { where: scope('hooks.manage') },
    create: { check: scope('hooks.manage') },
    update: { where: scope('hooks.manage') },
    delete: { where: scope('hooks.manage') },
  },
  actions: ['get', 'list'],
  scope: 'hooks.manage',
  search: ['name', 'url'],
})

/** One event for one endpoint, with what became of it. */
export const Delivery = defineEntity({
  id: 'hooks.delivery',
  title: 'Delivery',
  fields: {
    endpoint: ref(Endpoint, { title: 'Webhook' }),
    event: T.Id({ title: 'Event' }),
    type: T.String({ title: 'Kind of event' }),
    state: T.Enum(['waiting', 'delivered', 'given_up'], { title: 'State' }),
    attempts: T.Integer({ title: 'Attempts' }),
    due_at: T.Optional(T.Time({ title: 'Next attempt' })),
    status: T.Optional(T.Integer({ title: 'Answer' })),
    error: T.Optional(T.String({ title: 'Error' })),
    /** How long the other side took, in milliseconds. */
    took_ms: T.Optional(T.Integer({ title: 'Took (ms)' })),
  },
  access: { read: { where: scope('hooks.manage') } },
  actions: ['get', 'list', 'aggregate'],
  scope: 'hooks.manage',
  label: 'type',
})
