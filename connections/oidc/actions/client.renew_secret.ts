import { T, defineAction, invalid, sensitive } from '#kernel'
import { hashOf } from '../store.ts'
import { Client } from '../entities.ts'
import { kernelOf } from '../kernel-of.ts'
import { newSecret } from './client.register.ts'
import { storeSecret } from './client.store_secret.ts'

export const renewSecret = defineAction({
  id: 'oidc.client.renew_secret',
  kind: 'command',
  effect: 'outside',
  title: 'New secret for an app',
  description: 'Answers it once; the former one opens nothing from now on.',
  input: T.Object({ client: T.Id({ title: 'App' }) }, { additionalProperties: false }),
  output: T.Object({ secret: sensitive(T.String()) }),
  errors: { noSecret: invalid('An app without a server of its own cannot keep a secret.') },
  silent: 'oidc.client.store_secret tells it',
  subject: 'client',
  scope: 'oidc.manage',
}).run(async ({ client }, ctx) => {
  const { kind } = await ctx.records(Client).get(client)
  if (kind !== 'web' && kind !== 'service') throw ctx.error('noSecret')
  const secret = newSecret()
  const input = { client, secret_hash: hashOf(secret), secret_hint: secret.slice(-4) }
  await kernelOf(ctx).call(storeSecret, input, ctx.actor, { door: 'module' })
  return { secret }
})
