import { T, conflict, defineAction, invalid } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { isPassword } from '../hash.ts'
import { accountById } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import {
  noName,
  partyOf,
  PASSKEY_LIFE_MS,
  PASSKEYS_MAX,
  passkeysOf,
  webauthn,
} from '../passkeys.ts'
import { givenPassword } from '../policy.ts'
import { operatorSql } from '../running.ts'
import { issueSecret } from '../tokens.ts'

export const startPasskey = defineAction({
  id: 'identity.passkey.start',
  kind: 'command',
  effect: 'outside',
  title: 'Add a passkey',
  description:
    'Answers what the browser needs to make one (`navigator.credentials.create`); identity.passkey.create ends it.',
  input: T.Object({ password: givenPassword() }, { additionalProperties: false }),
  output: T.Object({ handle: T.String(), options: T.Json() }),
  errors: {
    needsSession,
    noName,
    wrong: invalid('The password is not right.', 'Try again.'),
    enough: conflict('You have as many passkeys as one may.', 'Delete one that you no longer use.'),
  },
  silent: 'nothing has changed until it is made',
  scope: 'everyone',
}).run(async ({ password }, ctx) => {
  const id = ownAccount(ctx)
  const party = partyOf(ctx.publicUrl)
  if (!party) throw ctx.error('noName')
  const sql = operatorSql(ctx)
  const account = await accountById(sql, id)
  const attempt = await countAttempt(sql, `account ${id}`, ctx.address)
  if (!account || !(await isPassword(account.password_hash, password))) throw ctx.error('wrong')
  await attempt.forgive()
  const own = await passkeysOf(sql, id)
  if (own.length >= PASSKEYS_MAX) throw ctx.error('enough')
  const options = await (
    await webauthn()
  ).generateRegistrationOptions({
    rpName: 'Tenon',
    rpID: party.rpID,
    userID: new TextEncoder().encode(id),
    userName: account.email ?? account.mobile ?? account.name,
    userDisplayName: account.name,
    excludeCredentials: own.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return {
    handle: await issueSecret(sql, {
      kind: 'passkey',
      lifeMs: PASSKEY_LIFE_MS,
      account: id,
      data: { challenge: options.challenge },
    }),
    options,
  }
})
