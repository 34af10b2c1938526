import { T, defineAction } from '#kernel'
import { forgetClient } from '../clients.ts'
import { end } from '../endings.ts'
import { Client } from '../entities.ts'
import { clientChanged } from '../events.ts'
import { kernelOf } from '../kernel-of.ts'

export const deleteClient = defineAction({
  id: 'oidc.client.delete',
  kind: 'command',
  effect: 'local',
  title: 'Remove an app',
  description: 'It loses everything at once, and what was allowed it is forgotten.',
  input: T.Object({ client: T.Id({ title: 'App' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Boolean() }),
  emits: [clientChanged],
  subject: 'client',
  scope: 'oidc.manage',
  destructive: true,
}).run(async ({ client: id }, ctx) => {
  const { name, client_id: clientId, app, made_by: by } = await ctx.records(Client).get(id)
  await end(ctx, { client: clientId })
  await ctx.sql`DELETE FROM oidc.consent WHERE org = ${ctx.org} AND client = ${clientId}`
  await ctx.sql`DELETE FROM oidc.sign_in WHERE org = ${ctx.org} AND client = ${clientId}`
  await ctx.sql`DELETE FROM oidc.client WHERE org = ${ctx.org} AND id = ${id}`
  // The name that it acted under stays for whoever reads what it did.
  if (by === undefined)
    await ctx.callAsModule(ctx.registry.action('parties.app.update'), { app, status: 'disabled' })
  ctx.revoke({ session: id })
  forgetClient(kernelOf(ctx), clientId)
  ctx.emit(clientChanged, { client: id, name, status: 'removed' })
  return { deleted: true }
})
