import { T, defineAction, isId, sensitive } from '#kernel'
import { forgetClient } from '../clients.ts'
import { clientIdOf } from '../ids.ts'
import { kernelOf } from '../kernel-of.ts'
import { addresses, checked, notYours, wrong } from '../registration.ts'
import { clientChanged } from '../events.ts'
import { keyBound } from '../subjects.ts'

export const keepClient = defineAction({
  id: 'oidc.client.keep',
  kind: 'command',
  effect: 'local',
  title: 'Keep the app of a module',
  description:
    'A module that installs software of others lets it sign people in, allowed for everybody by whoever installs it. Made the first time, changed later.',
  input: T.Object(
    {
      made_by: T.String({ maxLength: 100 }),
      name: T.String({ minLength: 1, maxLength: 100 }),
      app: T.Id(),
      redirect_uris: T.Array(T.String({ maxLength: 2000 }), { minItems: 1, maxItems: 20 }),
      logout_notice_uri: addresses.logout_notice_uri,
      /** Only who holds one of these rights may sign in. */
      requires: T.Array(T.String({ maxLength: 100 }), { maxItems: 50 }),
      /** What it may learn of everybody. */
      consent: T.Array(T.Enum(['openid', 'profile', 'org']), { minItems: 1, maxItems: 3 }),
      /** It knows people by other names, made with this. */
      subject_key: T.Optional(sensitive(T.String({ minLength: 20, maxLength: 200 }))),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), client_id: T.String() }),
  errors: { wrong, notYours },
  emits: [clientChanged],
  scope: 'oidc.manage',
  internal: true,
}).run(async ({ made_by: by, name, app, consent, subject_key: key, ...said }, ctx) => {
  await checked(ctx, 'web', said)
  const [known] = await ctx.sql<{ id: string }>`
    SELECT id FROM oidc.client WHERE org = ${ctx.org} AND made_by = ${by} FOR UPDATE`
  const id = known?.id ?? ctx.id()
  const clientId = clientIdOf(ctx.org, id)
  const json = (value: unknown) => JSON.stringify(value)
  const sealed = key === undefined ? null : ctx.secrets.seal(key, keyBound(id))
  await ctx.sql`
    INSERT INTO oidc.client AS c (org, id, name, kind, client_id, redirect_uris, logout_notice_uri, pushed_only, status, app, made_by,
      requires, subject_key)
    VALUES (${ctx.org}, ${id}, ${name}, 'web', ${clientId}, ${json(said.redirect_uris)}::jsonb, ${said.logout_notice_uri ?? null}, true,
      'active', ${app}, ${by}, ${json(said.requires)}::jsonb, ${sealed})
    ON CONFLICT (org, id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris,
      logout_notice_uri = excluded.logout_notice_uri, requires = excluded.requires, subject_key = excluded.subject_key,
      rev = c.rev + 1, updated_at = now()`
  const giver = isId(ctx.actor.onBehalfOf ?? '') ? ctx.actor.onBehalfOf : null
  await ctx.sql`
    INSERT INTO oidc.consent AS c (org, id, client, client_name, person, scopes, given_by)
    VALUES (${ctx.org}, ${ctx.id()}, ${clientId}, ${name}, NULL, ${json(consent)}::jsonb, ${giver})
    ON CONFLICT (org, client, (coalesce(person, '00000000-0000-0000-0000-000000000000'))) DO UPDATE SET
      scopes = excluded.scopes, client_name = excluded.client_name, given_by = excluded.given_by, updated_at = now(), rev = c.rev + 1`
  forgetClient(kernelOf(ctx), clientId)
  ctx.emit(clientChanged, { client: id, name, status: 'active' })
  return { id, client_id: clientId }
})
