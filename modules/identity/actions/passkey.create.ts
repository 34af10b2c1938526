import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { OPERATOR_ORG, T, defineAction, invalid, newId, sensitive } from '#kernel'
import { factorChanged } from '../events.ts'
import { needsSession, ownAccount } from '../own.ts'
import { noName, partyOf, webauthn } from '../passkeys.ts'
import { useSecret } from '../tokens.ts'

export const createPasskey = defineAction({
  id: 'identity.passkey.create',
  kind: 'command',
  effect: 'local',
  title: 'Store the new passkey',
  description: 'With the answer of the browser to identity.passkey.start.',
  input: T.Object(
    {
      handle: sensitive(T.String({ maxLength: 200 })),
      response: sensitive(T.Json()),
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id() }),
  errors: {
    needsSession,
    noName,
    bad: invalid('The browser’s answer does not fit.', 'Begin again.'),
  },
  emits: [factorChanged],
  scope: 'everyone',
  ratePerMinute: 10,
}).run(async ({ handle, response, name }, ctx) => {
  const account = ownAccount(ctx)
  const party = partyOf(ctx.publicUrl)
  if (!party) throw ctx.error('noName')
  return ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const secret = await useSecret(sql, 'passkey', handle)
    if (secret?.account !== account) throw ctx.error('bad')
    const { registrationInfo: made } = await (
      await webauthn()
    )
      .verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge: String(secret.data['challenge']),
        expectedOrigin: party.origin,
        expectedRPID: party.rpID,
      })
      .catch(() => ({ registrationInfo: undefined }))
    if (!made) throw ctx.error('bad')
    const id = newId()
    const { credential } = made
    await sql`
      INSERT INTO identity.passkey (org, id, account, name, credential, public_key, counter, transports)
      VALUES (${OPERATOR_ORG}, ${id}, ${account}, ${name}, ${credential.id}, ${Buffer.from(credential.publicKey).toString('base64url')},
        ${credential.counter}, ${JSON.stringify(credential.transports ?? [])}::jsonb)`
    ctx.emit(factorChanged, { account, factor: 'passkey', present: true })
    return { id }
  })
})
