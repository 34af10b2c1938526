import { T, defineAction, sensitive, type Context } from '#kernel'
import { clientIdOf } from '../ids.ts'
import { CLIENT_KINDS } from '../entities.ts'
import { clientChanged } from '../events.ts'
import { addresses } from '../registration.ts'

export const storeClient = defineAction({
  id: 'oidc.client.store',
  kind: 'command',
  effect: 'local',
  title: 'Store an app',
  description: 'The short command behind oidc.client.register: the app and the actor it acts as.',
  input: T.Object(
    {
      name: T.String({ maxLength: 100 }),
      kind: T.Enum([...CLIENT_KINDS]),
      ...addresses,
      secret_hash: T.Optional(sensitive(T.String({ maxLength: 100 }))),
      secret_hint: T.Optional(T.String({ maxLength: 8 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), client_id: T.String() }),
  emits: [clientChanged],
  scope: 'oidc.manage',
  internal: true,
}).run(async (input, ctx) => {
  const id = ctx.id()
  const app = await newApp(ctx, input.name)
  const clientId = clientIdOf(ctx.org, id)
  const json = (value: unknown = []) => JSON.stringify(value)
  await ctx.sql`
    INSERT INTO oidc.client (org, id, name, kind, client_id, redirect_uris, logout_uris, logout_notice_uri, home_uri, scopes, anyone,
      pushed_only, status, app, secret_hash, secret_hint)
    VALUES (${ctx.org}, ${id}, ${input.name}, ${input.kind}, ${clientId}, ${json(input.redirect_uris)}::jsonb, ${json(input.logout_uris)}::jsonb,
      ${input.logout_notice_uri ?? null}, ${input.home_uri ?? null}, ${json(input.scopes)}::jsonb, ${input.anyone ?? false},
      ${input.pushed_only ?? false}, 'active', ${app}, ${input.secret_hash ?? null}, ${input.secret_hint ?? null})`
  ctx.emit(clientChanged, { client: id, name: input.name, status: 'active' })
  return { id, client_id: clientId }
})

/** Under whose name it acts when nobody is signed in: so that audit and records name it. */
async function newApp(
  ctx: Pick<Context, 'registry' | 'callAsModule'>,
  name: string,
): Promise<string> {
  const create = ctx.registry.action('parties.app.create')
  const { id } = (await ctx.callAsModule(create, { name, status: 'active' })) as { id: string }
  return id
}
