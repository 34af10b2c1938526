import { T, defineAction } from '#kernel'
import { noName, partyOf, PASSKEY_LIFE_MS, webauthn } from '../passkeys.ts'
import { operatorSql } from '../running.ts'
import { issueSecret } from '../tokens.ts'

/** Names no account and lists no keys: the browser shows its own. So nothing is learnt by asking. */
export const challengePasskey = defineAction({
  id: 'identity.passkey.challenge',
  kind: 'command',
  effect: 'outside',
  title: 'Sign in with a passkey: begin',
  description:
    'Answers what the browser needs (`navigator.credentials.get`); identity.session.prove ends it.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ handle: T.String(), options: T.Json() }),
  errors: { noName },
  silent: 'nobody has signed in yet',
  scope: 'everyone',
  ratePerMinute: 60,
}).run(async (_input, ctx) => {
  const party = partyOf(ctx.publicUrl)
  if (!party) throw ctx.error('noName')
  const options = await (
    await webauthn()
  ).generateAuthenticationOptions({ rpID: party.rpID, userVerification: 'required' })
  const handle = await issueSecret(operatorSql(ctx), {
    kind: 'passkey',
    lifeMs: PASSKEY_LIFE_MS,
    data: { challenge: options.challenge },
  })
  return { handle, options }
})
