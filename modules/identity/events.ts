import { T, defineEvent } from '#kernel'

const account = T.Object({ account: T.Id() })

export const accountCreated = defineEvent({
  id: 'identity.account.created',
  title: 'Account created',
  payload: account,
})
export const accountChanged = defineEvent({
  id: 'identity.account.changed',
  title: 'Account changed',
  payload: T.Object({ account: T.Id(), fields: T.Array(T.String()) }),
})
export const sessionOpened = defineEvent({
  id: 'identity.session.opened',
  title: 'Signed in',
  payload: T.Object({ account: T.Id(), session: T.Id(), device: T.String() }),
})
export const sessionEnded = defineEvent({
  id: 'identity.session.ended',
  title: 'Signed out',
  payload: T.Object({ account: T.Id(), sessions: T.Array(T.Id()) }),
})
export const passwordChanged = defineEvent({
  id: 'identity.password.changed',
  title: 'Password changed',
  payload: account,
})
export const factorChanged = defineEvent({
  id: 'identity.factor.changed',
  title: 'Second factor changed',
  payload: T.Object({
    account: T.Id(),
    factor: T.Enum(['totp', 'passkey', 'recovery']),
    present: T.Boolean(),
  }),
})
export const tokenCreated = defineEvent({
  id: 'identity.token.created',
  title: 'API token created',
  payload: T.Object({ token: T.Id(), holder: T.Id() }),
})
export const tokenRevoked = defineEvent({
  id: 'identity.token.revoked',
  title: 'API token revoked',
  payload: T.Object({ token: T.Id(), holder: T.Id() }),
})
export const roleChanged = defineEvent({
  id: 'identity.role.changed',
  title: 'Role changed',
  payload: T.Object({ role: T.String() }),
})
export const grantChanged = defineEvent({
  id: 'identity.grant.changed',
  title: 'Role granted or withdrawn',
  payload: T.Object({ grant: T.Id(), role: T.String(), holder: T.Id(), given: T.Boolean() }),
})
export const invitationCreated = defineEvent({
  id: 'identity.invitation.created',
  title: 'Invitation created',
  payload: T.Object({ invitation: T.Id() }),
})
export const invitationAccepted = defineEvent({
  id: 'identity.invitation.accepted',
  title: 'Invitation accepted',
  payload: T.Object({
    invitation: T.Id(),
    person: T.Optional(T.Id()),
    request: T.Optional(T.Id()),
  }),
})
export const invitationRevoked = defineEvent({
  id: 'identity.invitation.revoked',
  title: 'Invitation withdrawn',
  payload: T.Object({ invitation: T.Id() }),
})
export const joinDecided = defineEvent({
  id: 'identity.join_request.decided',
  title: 'Request to join decided',
  payload: T.Object({ request: T.Id(), status: T.Enum(['approved', 'refused']) }),
})

export const events = [
  accountCreated,
  accountChanged,
  sessionOpened,
  sessionEnded,
  passwordChanged,
  factorChanged,
  tokenCreated,
  tokenRevoked,
  roleChanged,
  grantChanged,
  invitationCreated,
  invitationAccepted,
  invitationRevoked,
  joinDecided,
]
