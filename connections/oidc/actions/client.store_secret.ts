import { T, defineAction, sensitive } from '#kernel'
import { clientChanged } from '../events.ts'
import { forgetClient } from '../clients.ts'
import { clientIdOf } from '../ids.ts'
import { kernelOf } from '../kernel-of.ts'

export const storeSecret = defineAction({
  id: 'oidc.client.store_secret',
  kind: 'command',
  effect: 'local',
  title: 'Store an app’s secret',
  description: 'The short command behind oidc.client.renew_secret.',
  input: T.Object(
    {
      client: T.Id(),
      secret_hash: sensitive(T.String({ maxLength: 100 })),
      secret_hint: T.String({ maxLength: 8 }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  emits: [clientChanged],
  subject: 'client',
  scope: 'oidc.manage',
  internal: true,
}).run(async ({ client, secret_hash: hash, secret_hint: hint }, ctx) => {
  const [row] = await ctx.sql<{ name: string; status: string }>`
    UPDATE oidc.client SET secret_hash = ${hash}, secret_hint = ${hint}, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND id = ${client} RETURNING name, status`
  forgetClient(kernelOf(ctx), clientIdOf(ctx.org, client))
  if (row) ctx.emit(clientChanged, { client, ...row })
  return {}
})
