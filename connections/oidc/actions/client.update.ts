import { T, defineAction } from '#kernel'
import { forgetClient } from '../clients.ts'
import { end } from '../endings.ts'
import { Client } from '../entities.ts'
import { clientChanged } from '../events.ts'
import { addresses, checked, notYours, wrong } from '../registration.ts'
import { kernelOf } from '../kernel-of.ts'

export const updateClient = defineAction({
  id: 'oidc.client.update',
  kind: 'command',
  effect: 'local',
  title: 'Change an app',
  description:
    'Its name, addresses, rights, or whether it may sign people in at all. Disabled, it loses everything at once.',
  input: T.Object(
    {
      client: T.Id({ title: 'App' }),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      status: T.Optional(T.Enum(['active', 'disabled'])),
      ...addresses,
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), status: T.Enum(['active', 'disabled']) }),
  errors: { wrong, notYours },
  emits: [clientChanged],
  subject: 'client',
  scope: 'oidc.manage',
}).run(async ({ client: id, ...said }, ctx) => {
  const row = await ctx.records(Client).get(id)
  // What it holds already is nobody's to give anew.
  const added = said.scopes?.filter((scope) => !row.scopes.includes(scope))
  await checked(ctx, row.kind, { ...said, ...(added ? { scopes: added } : {}) })
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  const [changed] = await ctx.sql<{ name: string; status: 'active' | 'disabled' }>`
    UPDATE oidc.client SET name = coalesce(${said.name ?? null}, name), status = coalesce(${said.status ?? null}, status),
      redirect_uris = coalesce(${json(said.redirect_uris)}::jsonb, redirect_uris), logout_uris = coalesce(${json(said.logout_uris)}::jsonb, logout_uris),
      logout_notice_uri = nullif(coalesce(${said.logout_notice_uri ?? null}, logout_notice_uri), ''),
      home_uri = nullif(coalesce(${said.home_uri ?? null}, home_uri), ''), scopes = coalesce(${json(said.scopes)}::jsonb, scopes),
      anyone = coalesce(${said.anyone ?? null}, anyone), pushed_only = coalesce(${said.pushed_only ?? null}, pushed_only),
      rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND id = ${id} RETURNING name, status`
  if (changed!.status === 'disabled') await end(ctx, { client: row.client_id })
  // What its tokens may is read anew, open sockets included.
  ctx.revoke({ session: id })
  forgetClient(kernelOf(ctx), row.client_id)
  ctx.emit(clientChanged, { client: id, ...changed! })
  return { id, status: changed!.status }
})
