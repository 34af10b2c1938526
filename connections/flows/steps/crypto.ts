import { T } from '#kernel'
import { ALGORITHMS, KEYED, useKey } from '#connections/vault'
import { defineStep } from '../define-step.ts'
import { oneOf, textOf } from '../given.ts'

const FORMS = ['base64', 'base64url', 'hex'] as const

export const crypto = defineStep({
  kind: 'crypto',
  title: 'Sign and seal',
  description:
    'HMAC, signatures (RSA, Ed25519) and encryption (AES-GCM, RSA-OAEP) with a key of a linked account, which the flow never sees. What is decrypted stands in the run.',
  effect: 'durable',
  schema: T.Object({
    do: T.Enum(KEYED, { title: 'What' }),
    algorithm: T.Enum(ALGORITHMS, { title: 'Algorithm' }),
    account: T.String({ title: 'Account' }),
    data: T.String({ title: 'Data' }),
    signature: T.Optional(T.String({ title: 'Signature' })),
    form: T.Optional(T.Enum(FORMS, { title: 'Written as', default: 'base64' })),
  }),
  async run({ do: what, algorithm, account, data, signature, form = 'base64' }, ctx) {
    return useKey(
      ctx.kernel,
      { org: ctx.claim.org, actor: await ctx.owner(), account: ctx.account(account) },
      {
        do: oneOf(what, KEYED, 'What'),
        algorithm: oneOf(algorithm, ALGORITHMS, 'The algorithm'),
        data: textOf(data, 'The data'),
        form: oneOf(form, FORMS, 'The form'),
        ...(signature === undefined
          ? {}
          : { signature: textOf(signature, 'The signature', 10_000) }),
      },
    )
  },
})
