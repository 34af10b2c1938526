import { defineModule } from '#kernel'
import { dropFactor } from './actions/account.drop_factor.ts'
import { listAccounts } from './actions/account.list.ts'
import { plantAccount } from './actions/account.plant.ts'
import { sendLink } from './actions/account.send_link.ts'
import { listAccountSessions } from './actions/account.sessions.ts'
import { signOutAccount } from './actions/account.sign_out.ts'
import { recoverOwner } from './actions/owner.recover.ts'
import { createGrant } from './actions/grant.create.ts'
import { deleteGrant } from './actions/grant.delete.ts'
import { acceptInvitation } from './actions/invitation.accept.ts'
import { createInvitation } from './actions/invitation.create.ts'
import { enterOrganisation } from './actions/invitation.enter.ts'
import { revokeInvitation } from './actions/invitation.revoke.ts'
import { showInvitation } from './actions/invitation.show.ts'
import { storeInvitations } from './actions/invitation.store.ts'
import { approveJoin } from './actions/join_request.approve.ts'
import { refuseJoin } from './actions/join_request.refuse.ts'
import { getMe } from './actions/me.get.ts'
import { storeMe } from './actions/me.store.ts'
import { updateMe } from './actions/me.update.ts'
import { challengePasskey } from './actions/passkey.challenge.ts'
import { createPasskey } from './actions/passkey.create.ts'
import { deletePasskey } from './actions/passkey.delete.ts'
import { listPasskeys } from './actions/passkey.list.ts'
import { startPasskey } from './actions/passkey.start.ts'
import { changePassword } from './actions/password.change.ts'
import { forgetPassword } from './actions/password.forget.ts'
import { mailReset } from './actions/password.mail.ts'
import { resetPassword } from './actions/password.reset.ts'
import { storePassword } from './actions/password.store.ts'
import { switchPerson } from './actions/person.switch.ts'
import { createRole } from './actions/role.create.ts'
import { deleteRole } from './actions/role.delete.ts'
import { listRoles } from './actions/role.list.ts'
import { updateRole } from './actions/role.update.ts'
import { listScopes } from './actions/scope.list.ts'
import { confirmSession } from './actions/session.confirm.ts'
import { createSession } from './actions/session.create.ts'
import { endSession } from './actions/session.end.ts'
import { listSessions } from './actions/session.list.ts'
import { openSession } from './actions/session.open.ts'
import { proveSession } from './actions/session.prove.ts'
import { revokeSession } from './actions/session.revoke.ts'
import { createSetup } from './actions/setup.create.ts'
import { found } from './actions/setup.found.ts'
import { renewSetup } from './actions/setup.renew.ts'
import { showSetup } from './actions/setup.show.ts'
import { createToken } from './actions/token.create.ts'
import { listTokens } from './actions/token.list.ts'
import { revokeToken } from './actions/token.revoke.ts'
import { storeToken } from './actions/token.store.ts'
import { confirmTotp } from './actions/totp.confirm.ts'
import { dropTotp } from './actions/totp.drop.ts'
import { removeTotp } from './actions/totp.remove.ts'
import { startTotp } from './actions/totp.start.ts'
import { authenticate, resolveActor } from './actor.ts'
import {
  Account,
  Grant,
  Invitation,
  JoinRequest,
  Passkey,
  Role,
  Session,
  Token,
} from './entities.ts'
import { events } from './events.ts'
import { pages } from './pages.ts'
import { start } from './running.ts'
import * as subscriptions from './subscriptions.ts'

export default defineModule({
  id: 'identity',
  title: 'Identity',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'directory', 'notify', 'audit'],
  entities: [Account, Session, Passkey, Token, Role, Grant, Invitation, JoinRequest],
  events,
  actions: [
    showSetup,
    createSetup,
    found,
    renewSetup,
    recoverOwner,
    plantAccount,
    createSession,
    confirmSession,
    openSession,
    endSession,
    listSessions,
    revokeSession,
    getMe,
    updateMe,
    storeMe,
    switchPerson,
    forgetPassword,
    mailReset,
    resetPassword,
    changePassword,
    storePassword,
    startTotp,
    confirmTotp,
    removeTotp,
    dropTotp,
    startPasskey,
    createPasskey,
    listPasskeys,
    deletePasskey,
    challengePasskey,
    proveSession,
    createToken,
    storeToken,
    listTokens,
    revokeToken,
    listScopes,
    listRoles,
    createRole,
    updateRole,
    deleteRole,
    createGrant,
    deleteGrant,
    createInvitation,
    storeInvitations,
    showInvitation,
    acceptInvitation,
    enterOrganisation,
    revokeInvitation,
    approveJoin,
    refuseJoin,
    listAccounts,
    listAccountSessions,
    signOutAccount,
    sendLink,
    dropFactor,
  ],
  pages,
  subscriptions: Object.values(subscriptions),
  scopes: {
    'identity.roles': { title: 'Manage roles and who has them', roles: [] },
    'identity.invite': { title: 'Invite people and let them in', roles: [] },
    'identity.accounts': { title: 'Help people to sign in', roles: [] },
    'identity.tokens': { title: 'Manage tokens of apps, devices and others', roles: [] },
  },
  acts: ['organisation.cross', 'directory.manage'],
  authenticate,
  resolveActor,
  start,
})
