import { T, defineModule } from '#kernel'
import { deleteClient } from './actions/client.delete.ts'
import { keepClient } from './actions/client.keep.ts'
import { registerClient } from './actions/client.register.ts'
import { renewSecret } from './actions/client.renew_secret.ts'
import { storeClient } from './actions/client.store.ts'
import { storeSecret } from './actions/client.store_secret.ts'
import { updateClient } from './actions/client.update.ts'
import { giveConsent } from './actions/consent.give.ts'
import { revokeConsent } from './actions/consent.revoke.ts'
import { showConsent } from './actions/consent.show.ts'
import { rotateKeys } from './actions/key.rotate.ts'
import { storeKey } from './actions/key.store.ts'
import { queueLogouts } from './actions/logout.queue.ts'
import { sendLogout } from './actions/logout.send.ts'
import { sweepSessions } from './actions/session.sweep.ts'
import { endSignIn } from './actions/sign_in.end.ts'
import { noteSignIn } from './actions/sign_in.note.ts'
import { dropTokens } from './actions/token.drop.ts'
import { Client, Consent, SignIn } from './entities.ts'
import { events } from './events.ts'
import { mount } from './mount.ts'
import { pages } from './pages.ts'
import { start } from './running.ts'
import * as subscriptions from './subscriptions.ts'

export default defineModule({
  id: 'oidc',
  title: 'Sign-in for apps',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'directory', 'identity'],
  entities: [Client, Consent, SignIn],
  events,
  actions: [
    registerClient,
    storeClient,
    keepClient,
    updateClient,
    renewSecret,
    storeSecret,
    deleteClient,
    showConsent,
    giveConsent,
    revokeConsent,
    noteSignIn,
    endSignIn,
    queueLogouts,
    sendLogout,
    sweepSessions,
    dropTokens,
    rotateKeys,
    storeKey,
  ],
  pages,
  subscriptions: [
    subscriptions.endLeaver,
    subscriptions.endSession,
    subscriptions.endByPassword,
    subscriptions.endByFactor,
    subscriptions.endSuspended,
  ],
  mounts: [mount],
  scopes: {
    'oidc.use': { title: 'Sign in to apps', roles: ['member', 'auditor'] },
    'oidc.manage': { title: 'Manage which apps may sign people in', roles: [] },
    'oidc.operate': { title: 'Change the signing keys of the server', roles: [] },
  },
  settings: T.Object({
    members_allow: T.Boolean({
      default: true,
      title: 'Everyone may allow an app to sign him in',
      description: 'Otherwise only administrators allow apps, for everybody.',
    }),
  }),
  acts: ['organisation.cross', 'parties.manage'],
  start,
})
