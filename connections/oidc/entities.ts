import { T, anyOf, defineEntity, ref, scope } from '#kernel'

export const CLIENT_KINDS = ['web', 'browser', 'native', 'service'] as const

const uri = (options = {}) => T.String({ maxLength: 2000, ...options })

/** Software that may sign people in. Its secret is a column and no field: it is shown once, and kept as a hash. */
export const Client = defineEntity({
  id: 'oidc.client',
  title: 'App',
  scope: 'oidc.manage',
  search: ['name'],
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    /** With a server of its own (`web`), in a browser only, on a device, or a program without people. */
    kind: T.Enum([...CLIENT_KINDS], { title: 'Kind' }),
    /** What it calls itself by when it asks; made by us. */
    client_id: T.String({ title: 'Client id' }),
    redirect_uris: T.Array(uri(), { maxItems: 20, title: 'Redirect addresses' }),
    logout_uris: T.Array(uri(), { maxItems: 20, title: 'Addresses after signing out' }),
    logout_notice_uri: T.Optional(uri({ title: 'Address that is told of a sign-out' })),
    home_uri: T.Optional(uri({ title: 'Its own address' })),
    /** Rights that it may ask for beside who somebody is. */
    scopes: T.Array(T.String({ maxLength: 100 }), { maxItems: 200, title: 'Rights' }),
    /** People of other organisations may sign in as well: a vendor's own site. */
    anyone: T.Boolean({ title: 'For people of other organisations too' }),
    pushed_only: T.Boolean({ title: 'Asks by pushed requests only' }),
    status: T.Enum(['active', 'disabled']),
    /** Only who holds one of these rights may sign in; none named: everybody. */
    requires: T.Array(T.String({ maxLength: 100 }), { maxItems: 50, title: 'Only for who may' }),
    /** Under whose name it acts when nobody is signed in. */
    app: ref('parties.app'),
    /** The module that registered it. */
    made_by: T.Optional(T.String({ maxLength: 100 })),
    secret_hint: T.Optional(T.String({ maxLength: 8, title: 'Secret ends with' })),
  },
  access: { read: { where: scope('oidc.manage') } },
  actions: ['get', 'list'],
})

export const Consent = defineEntity({
  id: 'oidc.consent',
  title: 'Consent',
  label: 'client_name',
  scope: { read: 'oidc.use', write: 'oidc.use' },
  fields: {
    client: T.String({ maxLength: 44 }),
    client_name: T.String({ maxLength: 100, title: 'App' }),
    /** Absent: for everybody of the organisation. */
    person: T.Optional(ref('directory.person')),
    scopes: T.Array(T.String({ maxLength: 100 }), { title: 'What it may' }),
    given_by: T.Optional(ref('directory.person', { title: 'Allowed by' })),
  },
  access: { read: { where: anyOf(scope('oidc.manage'), { person: '$actor.id' }) } },
  actions: ['list'],
})

export const SignIn = defineEntity({
  id: 'oidc.sign_in',
  title: 'Sign-in to an app',
  label: 'client_name',
  scope: { read: 'oidc.use', write: 'oidc.use' },
  fields: {
    client: T.String({ maxLength: 44 }),
    client_name: T.String({ maxLength: 100, title: 'App' }),
    person: ref('directory.person'),
    last_at: T.Time({ title: 'Last' }),
  },
  access: { read: { where: anyOf(scope('oidc.manage'), { person: '$actor.id' }) } },
  actions: ['list'],
})
