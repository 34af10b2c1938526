import { T, defineEvent } from '#kernel'

export const clientChanged = defineEvent({
  id: 'oidc.client.changed',
  title: 'App registered, changed or ended',
  payload: T.Object({ client: T.Id(), name: T.String(), status: T.String() }),
})
export const consentGiven = defineEvent({
  id: 'oidc.consent.given',
  title: 'App allowed',
  payload: T.Object({ client: T.String(), name: T.String(), person: T.Optional(T.Id()) }),
})
export const consentRevoked = defineEvent({
  id: 'oidc.consent.revoked',
  title: 'App no longer allowed',
  payload: T.Object({ client: T.String(), name: T.String(), person: T.Optional(T.Id()) }),
})
export const signedInToApp = defineEvent({
  id: 'oidc.sign_in.noted',
  title: 'Signed in to an app',
  payload: T.Object({ client: T.String(), name: T.String(), person: T.Id() }),
})
export const keysRotated = defineEvent({
  id: 'oidc.key.rotated',
  title: 'Keys of the sign-in for apps changed',
  payload: T.Object({}),
})
export const events = [clientChanged, consentGiven, consentRevoked, signedInToApp, keysRotated]
