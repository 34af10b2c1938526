import { randomBytes } from 'node:crypto'
import { T, defineAction, invalid, sensitive } from '#kernel'
import { hashOf } from '../store.ts'
import { addresses, checked, notYours, wrong } from '../registration.ts'
import { CLIENT_KINDS } from '../entities.ts'
import { kernelOf } from '../kernel-of.ts'
import { storeClient } from './client.store.ts'

/** 256 bits: no need to guess slowly. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Outside a transaction, so that no idempotency key keeps the secret. */
export const registerClient = defineAction({
  id: 'oidc.client.register',
  kind: 'command',
  effect: 'outside',
  title: 'Register an app',
  description:
    'Lets a web app sign your people in by OpenID Connect. Answers its client id and, once, its secret.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      kind: T.Enum([...CLIENT_KINDS], { title: 'Kind' }),
      ...addresses,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    id: T.Id(),
    client_id: T.String(),
    secret: T.Optional(sensitive(T.String())),
    issuer: T.String(),
  }),
  errors: { wrong, notYours, noRedirect: invalid('An app for people needs a redirect address.') },
  silent: 'oidc.client.store tells it',
  scope: 'oidc.manage',
}).run(async (input, ctx) => {
  if (input.kind !== 'service' && !input.redirect_uris?.length) throw ctx.error('noRedirect')
  await checked(ctx, input.kind, input)
  const secret = input.kind === 'web' || input.kind === 'service' ? newSecret() : undefined
  const made = await kernelOf(ctx).call(
    storeClient,
    { ...input, ...(secret ? { secret_hash: hashOf(secret), secret_hint: secret.slice(-4) } : {}) },
    ctx.actor,
    { door: 'module' },
  )
  return { ...made, issuer: ctx.publicUrl, ...(secret ? { secret } : {}) }
})
