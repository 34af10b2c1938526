import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { OPERATOR_ORG, T, defineAction, sensitive, unauthenticated } from '#kernel'
import { accountById } from '../logins.ts'
import { noName, partyOf, passkeyByCredential, webauthn } from '../passkeys.ts'
import { commit, operatorSql } from '../running.ts'
import { device, sessionOutput } from '../sessions.ts'
import { useSecret } from '../tokens.ts'
import { openSession } from './session.open.ts'

/** A passkey is both factors at once: the thing, and the finger or PIN that unlocks it. */
export const proveSession = defineAction({
  id: 'identity.session.prove',
  kind: 'command',
  effect: 'outside',
  title: 'Sign in with a passkey',
  description: 'With the answer of the browser to identity.passkey.challenge.',
  input: T.Object(
    { handle: sensitive(T.String({ maxLength: 200 })), response: sensitive(T.Json()), device },
    { additionalProperties: false },
  ),
  output: T.Object({ next: T.Literal('done'), ...sessionOutput }),
  errors: {
    noName,
    wrong: unauthenticated(
      'This passkey does not open anything here.',
      'Try another one, or sign in with the password.',
    ),
  },
  silent: 'identity.session.open tells it',
  scope: 'everyone',
  ratePerMinute: 30,
}).run(async ({ handle, response, device: name }, ctx) => {
  const party = partyOf(ctx.publicUrl)
  if (!party) throw ctx.error('noName')
  const sql = operatorSql(ctx)
  const secret = await useSecret(sql, 'passkey', handle)
  const answer = response as AuthenticationResponseJSON
  const key =
    secret && secret.account === undefined && typeof answer?.id === 'string'
      ? await passkeyByCredential(sql, answer.id)
      : undefined
  if (!secret || !key) throw ctx.error('wrong')
  const verified = await (
    await webauthn()
  )
    .verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: String(secret.data['challenge']),
      expectedOrigin: party.origin,
      expectedRPID: party.rpID,
      credential: {
        id: key.credential,
        publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')),
        counter: Number(key.counter),
      },
    })
    .catch(() => undefined)
  const account = await accountById(sql, key.account)
  if (!verified?.verified || account?.status !== 'active') throw ctx.error('wrong')
  await sql`
    UPDATE identity.passkey SET counter = greatest(counter, ${verified.authenticationInfo.newCounter}), last_used_at = clock_timestamp()
    WHERE org = ${OPERATOR_ORG} AND id = ${key.id}`
  const former = ctx.actor.account && ctx.actor.session
  return commit(ctx, openSession, {
    account: account.id,
    amr: 'hwk user',
    ...(name ? { device: name } : {}),
    ...(former ? { former } : {}),
  })
})
