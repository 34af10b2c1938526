import { T, anyOf, defineEntity, ref, within } from '#kernel'

export const ORGANISATION_KINDS = ['operator', 'company', 'vendor', 'provider'] as const
export const VENDOR_TYPES = [
  'software',
  'hardware',
  'low-code',
  'delivery',
  'suite',
  'training',
] as const

/** Every party of this server. These rows lie in the operator's organisation, so nobody else lists them. */
export const Organisation = defineEntity({
  id: 'parties.organisation',
  title: 'Organisation',
  fields: {
    name: T.String({ minLength: 1, maxLength: 200 }),
    kind: T.Enum(ORGANISATION_KINDS),
    vendor_type: T.Optional(T.Enum(VENDOR_TYPES)),
    slug: T.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    status: T.Enum(['active', 'suspended']),
    timezone: T.Optional(T.String({ maxLength: 60 })),
  },
  access: { read: { where: within('parties.operate') } },
  actions: ['get', 'list'],
  scope: 'parties.operate',
  search: ['name', 'slug'],
})

/** Which persons an account has: one row for each organisation it belongs to. Lies in the operator's organisation. */
export const Membership = defineEntity({
  id: 'parties.membership',
  title: 'Membership',
  fields: {
    account: T.Id(),
    organisation: ref(Organisation),
    person: T.Id(),
    last_used_at: T.Optional(T.Time()),
  },
  access: { read: { where: within('parties.operate') } },
  label: 'person',
})

/** Someone outside, without an account: a customer, a supplier's clerk. */
export const Contact = defineEntity({
  id: 'parties.contact',
  title: 'External contact',
  fields: {
    name: T.String({ minLength: 1, maxLength: 200 }),
    company: T.Optional(T.String({ maxLength: 200 })),
    email: T.Optional(T.String({ maxLength: 254 })),
    mobile: T.Optional(T.String({ maxLength: 40 })),
    note: T.Optional(T.String({ maxLength: 2000 })),
    /** The person who looks after this contact. */
    keeper: T.Optional(T.Id({ 'x-ref': 'directory.person', 'x-pick': 'directory.person.list' })),
  },
  access: {
    read: { where: anyOf(within('parties.manage'), { keeper: '$actor.id' }) },
    create: { check: anyOf(within('parties.manage'), { keeper: '$actor.id' }) },
    update: {
      where: anyOf(within('parties.manage'), { keeper: '$actor.id' }),
      reason: 'Only the keeper of a contact, or an administrator, may change it.',
    },
    delete: {
      where: within('parties.manage'),
      reason: 'Only an administrator may delete a contact.',
    },
  },
  actions: ['get', 'list', 'create', 'update', 'delete'],
  scope: 'parties.use',
  search: ['name', 'company', 'email', 'mobile'],
})

const managed = {
  read: { where: within('parties.manage') },
  create: { check: within('parties.manage') },
  update: { where: within('parties.manage') },
  delete: { where: within('parties.manage') },
}

/** A program that acts under its own name; its tokens come from identity. */
export const App = defineEntity({
  id: 'parties.app',
  title: 'App',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100 }),
    description: T.Optional(T.String({ maxLength: 1000 })),
    status: T.Enum(['active', 'disabled']),
  },
  access: managed,
  actions: ['get', 'list', 'create', 'update', 'delete'],
  scope: 'parties.manage',
  search: ['name'],
})

/** A thing that acts under its own name: a sensor, a clock machine. The module `devices` makes and keeps it, under one id with its own record. */
export const Device = defineEntity({
  id: 'parties.device',
  title: 'Device',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100 }),
    model: T.Optional(T.String({ maxLength: 100 })),
    serial: T.Optional(T.String({ maxLength: 100 })),
    status: T.Enum(['active', 'disabled']),
  },
  access: { read: managed.read },
  actions: ['get', 'list'],
  scope: 'parties.manage',
  search: ['name', 'model', 'serial'],
})

/** What another organisation's record lets this one see. Lies in the organisation that may see it. */
export const Projection = defineEntity({
  id: 'parties.projection',
  title: 'Projection',
  fields: {
    source_org: T.Id(),
    entity: T.String({ maxLength: 120 }),
    record: T.Id(),
    /** What this party is to the record: buyer, vendor, provider, operator. */
    role: T.String({ maxLength: 60 }),
    visible: T.Json(),
    source_rev: T.Integer(),
  },
  access: { read: { where: within('parties.manage') } },
  actions: ['get', 'list'],
  scope: 'parties.manage',
  label: 'entity',
})
