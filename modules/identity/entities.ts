import { T, defineEntity, ref, scope } from '#kernel'

/**
 * Accounts, sessions, passkeys and one-time secrets lie in the operator's organisation, because an
 * account is older than any membership. Hashes and secrets are columns, never fields: no reader of
 * records can reach them.
 */
export const Account = defineEntity({
  id: 'identity.account',
  title: 'Account',
  fields: {
    name: T.String({ maxLength: 100 }),
    email: T.Optional(T.String({ format: 'idn-email', maxLength: 254 })),
    mobile: T.Optional(T.String({ maxLength: 32 })),
    status: T.Enum(['active', 'disabled']),
    locale: T.Optional(T.String({ maxLength: 20 })),
    last_sign_in_at: T.Optional(T.Time()),
  },
  access: { read: { where: false } },
})

export const Session = defineEntity({
  id: 'identity.session',
  title: 'Session',
  label: 'device',
  fields: {
    account: ref('identity.account'),
    organisation: T.Optional(T.Id()),
    person: T.Optional(T.Id()),
    device: T.String({ maxLength: 200, title: 'Device' }),
    address: T.Optional(T.String({ maxLength: 100, title: 'Place' })),
    last_used_at: T.Time(),
    expires_at: T.Time(),
    ended_at: T.Optional(T.Time()),
  },
  access: { read: { where: false } },
})

export const Passkey = defineEntity({
  id: 'identity.passkey',
  title: 'Passkey',
  fields: {
    account: ref('identity.account'),
    name: T.String({ maxLength: 100 }),
    last_used_at: T.Optional(T.Time()),
  },
  access: { read: { where: false } },
})

/** Lies in the organisation it opens: its text carries the organisation, so it can never open another. */
export const Token = defineEntity({
  id: 'identity.token',
  title: 'API token',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100 }),
    kind: T.Enum(['person', 'app', 'device', 'contact']),
    holder: T.Id({ title: 'Holder' }),
    scopes: T.Array(T.String({ maxLength: 100 }), { maxItems: 500 }),
    hint: T.String({ maxLength: 8, title: 'Ends with' }),
    created_by: T.Optional(T.Id()),
    expires_at: T.Optional(T.Time()),
    last_used_at: T.Optional(T.Time()),
    revoked_at: T.Optional(T.Time()),
  },
  access: { read: { where: { or: [{ holder: '$actor.id' }, scope('identity.tokens')] } } },
})

/** Custom roles; owner, admin, auditor and member are built in and come from the modules' manifests. */
export const Role = defineEntity({
  id: 'identity.role',
  title: 'Role',
  search: ['name'],
  fields: {
    name: T.String({ minLength: 1, maxLength: 100 }),
    description: T.Optional(T.String({ maxLength: 500 })),
    scopes: T.Array(T.String({ maxLength: 100 }), { maxItems: 500 }),
    range: T.Enum(['self', 'department', 'subtree', 'all']),
  },
  access: { read: { where: scope('identity.roles') } },
})

export const Grant = defineEntity({
  id: 'identity.grant',
  title: 'Granted role',
  label: 'role',
  scope: 'identity.roles',
  fields: {
    /** `owner`, `admin`, `auditor`, or the id of a custom role. Everyone is a member. */
    role: T.String({ maxLength: 40 }),
    kind: T.Enum(['person', 'department', 'post', 'group']),
    holder: T.Id({ title: 'Granted to' }),
  },
  access: { read: { where: scope('identity.roles') } },
  actions: ['list'],
})

export const Invitation = defineEntity({
  id: 'identity.invitation',
  title: 'Invitation',
  label: 'kind',
  scope: 'identity.invite',
  fields: {
    kind: T.Enum(['link', 'code', 'email']),
    email: T.Optional(T.String({ format: 'idn-email', maxLength: 254 })),
    department: T.Optional(ref('directory.department')),
    /** Join codes are read aloud, so they are kept as they are; links only as a hash. */
    code: T.Optional(T.String({ maxLength: 20 })),
    approval: T.Boolean({ title: 'Joining needs approval' }),
    uses: T.Integer(),
    max_uses: T.Optional(T.Integer({ minimum: 1, maximum: 10_000 })),
    invited_by: T.Optional(ref('directory.person')),
    expires_at: T.Time(),
    revoked_at: T.Optional(T.Time()),
  },
  access: { read: { where: scope('identity.invite') } },
  actions: ['get', 'list'],
})

/** Someone who came by an invitation that asks for approval. */
export const JoinRequest = defineEntity({
  id: 'identity.join_request',
  title: 'Request to join',
  scope: 'identity.invite',
  search: ['name'],
  fields: {
    invitation: ref('identity.invitation'),
    account: T.Id(),
    name: T.String({ maxLength: 100 }),
    email: T.Optional(T.String({ maxLength: 254 })),
    mobile: T.Optional(T.String({ maxLength: 32 })),
    status: T.Enum(['waiting', 'approved', 'refused']),
    decided_by: T.Optional(ref('directory.person')),
    decided_at: T.Optional(T.Time()),
  },
  access: { read: { where: scope('identity.invite') } },
  actions: ['get', 'list'],
})
