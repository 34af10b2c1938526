export * from './entities.ts'
export {
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
} from './events.ts'
export { BUILT_IN, type BuiltIn } from './actor.ts'
export { getMe } from './actions/me.get.ts'
export { createSetup } from './actions/setup.create.ts'
export { recoverOwner } from './actions/owner.recover.ts'
export { createSession } from './actions/session.create.ts'
export { createToken } from './actions/token.create.ts'
export { createGrant } from './actions/grant.create.ts'
export { createRole } from './actions/role.create.ts'
export { createInvitation } from './actions/invitation.create.ts'
export { ensureSetupCode, ensureSetupLink } from './setup.ts'
