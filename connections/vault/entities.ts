import { anyOf, defineEntity, exists, recordFields, ref, scope, T, type Filter } from '#kernel'
import { AUTH_KINDS } from './connector.ts'

const PERSON = 'directory.person'
const ACCOUNT = 'vault.account'

/** `refreshing`: its token is being renewed. `failing`: the last tries went wrong, the next may not. `exhausted`: somebody has to connect it anew. */
export const STATES = ['valid', 'refreshing', 'failing', 'exhausted'] as const
/** Who may use it: its owner, who is named, or everybody here. */
export const REACHES = ['owner', 'named', 'organisation'] as const

const own: Filter = { owner: '$actor.id' }
const shared = anyOf(
  exists('vault.share', { account: '$row.id', person: '$actor.id' }),
  exists('vault.share', { account: '$row.id', department: { in: '$actor.departments' } }),
)
/** Who may use it sees it; so does who administers linked accounts, who may not use it for that. */
const seen = anyOf(own, { reach: 'organisation' }, shared, scope('vault.admin'))

/** A credential that somebody gave us for another company's software. The secret itself lies elsewhere, sealed. */
export const Account = defineEntity({
  id: ACCOUNT,
  title: 'Linked account',
  label: 'title',
  search: ['title', 'connector'],
  scope: 'vault.use',
  fields: {
    title: T.String({ title: 'Name', minLength: 1, maxLength: 100 }),
    connector: T.String({ title: 'Connector', maxLength: 60 }),
    auth: T.Enum(AUTH_KINDS, { title: 'Signs in by' }),
    owner: ref(PERSON, { title: 'Owner' }),
    reach: T.Enum(REACHES, { title: 'May be used by' }),
    origins: T.Array(T.String({ maxLength: 300 }), { title: 'Only for', maxItems: 20 }),
    /** What is no secret: a host, a user name, how the key is sent. */
    parameters: T.Record(T.String({ maxLength: 60 }), T.String({ maxLength: 2000 }), {
      title: 'Details',
      maxProperties: 40,
    }),
    state: T.Enum(STATES, { title: 'State' }),
    hint: T.Optional(T.String({ title: 'Known by', maxLength: 100 })),
    last_error: T.Optional(T.String({ title: 'Last error', maxLength: 300 })),
    failing_since: T.Optional(T.Time({ title: 'Failing since' })),
    expires_at: T.Optional(T.Time({ title: 'Expires' })),
    last_used_at: T.Optional(T.Time({ title: 'Last used' })),
    uses: T.Integer({ title: 'Uses' }),
  },
  access: {
    read: { where: seen },
    create: { check: own },
    update: {
      where: anyOf(own, scope('vault.admin')),
      fields: [
        'title',
        'origins',
        'parameters',
        'owner',
        'reach',
        'state',
        'hint',
        'last_error',
        'failing_since',
        'expires_at',
      ],
      reason: 'Only its owner changes a linked account.',
    },
    delete: {
      where: anyOf(own, scope('vault.admin')),
      reason: 'Only its owner removes a linked account.',
    },
  },
  actions: ['get', 'list'],
})

export const AccountView = T.Object({ ...recordFields, ...Account.fields })

const below = (rule: Filter): Filter => exists(ACCOUNT, { id: '$row.account', ...(rule as object) })
const kept = anyOf(below(own), scope('vault.admin'))

export const Share = defineEntity({
  id: 'vault.share',
  title: 'Use of a linked account',
  label: 'id',
  scope: 'vault.use',
  fields: {
    account: ref(Account, { title: 'Linked account' }),
    person: T.Optional(ref(PERSON, { title: 'Person' })),
    department: T.Optional(ref('directory.department', { title: 'Department' })),
  },
  access: { read: { where: anyOf(kept, { person: '$actor.id' }) } },
  actions: ['list'],
})

/** What stops when an account does. */
export const Dependent = defineEntity({
  id: 'vault.dependent',
  title: 'Depends on a linked account',
  label: 'title',
  scope: 'vault.use',
  fields: {
    account: ref(Account, { title: 'Linked account' }),
    kind: T.String({ title: 'Kind', maxLength: 40 }),
    ref: T.String({ title: 'Id', maxLength: 100 }),
    title: T.String({ title: 'Name', maxLength: 200 }),
    link: T.Optional(T.String({ title: 'Page', maxLength: 300 })),
  },
  access: { read: { where: kept } },
  actions: ['list'],
})

export const Usage = defineEntity({
  id: 'vault.usage',
  title: 'Use',
  label: 'day',
  scope: 'vault.use',
  fields: {
    account: ref(Account, { title: 'Linked account' }),
    day: T.Day({ title: 'Day' }),
    actor: T.String({ title: 'Who', maxLength: 100 }),
    uses: T.Integer({ title: 'Times' }),
    last_at: T.Time({ title: 'Last' }),
  },
  access: { read: { where: kept } },
  actions: ['list'],
})
