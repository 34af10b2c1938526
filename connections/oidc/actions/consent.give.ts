import { T, defineAction, forbidden, notFound } from '#kernel'
import { clientRow } from '../clients.ts'
import { consentGiven } from '../events.ts'
import { kernelOf } from '../kernel-of.ts'
import { mayAllow } from '../words.ts'

export const giveConsent = defineAction({
  id: 'oidc.consent.give',
  kind: 'command',
  effect: 'local',
  title: 'Allow an app',
  description:
    'Lets an app sign you in and do what is named; an administrator may allow it for everybody of the organisation.',
  input: T.Object(
    {
      client: T.String({ maxLength: 44, title: 'App' }),
      scopes: T.Array(T.String({ maxLength: 100 }), { maxItems: 200, title: 'What it may' }),
      everyone: T.Optional(T.Boolean({ title: 'For everybody of the organisation' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id() }),
  errors: {
    noClient: notFound('There is no such app.', 'It may have been removed or disabled.'),
    administratorsOnly: forbidden(
      'In your organisation only an administrator allows apps.',
      'Ask an administrator.',
    ),
    personOnly: forbidden('Only a person allows an app.', 'Sign in, and do it there.'),
  },
  emits: [consentGiven],
  scope: 'oidc.use',
  idempotent: true,
}).run(async ({ client, scopes, everyone = false }, ctx) => {
  const row = await clientRow(kernelOf(ctx), client)
  if (!row || (!row.anyone && row.org !== ctx.org)) throw ctx.error('noClient')
  if (ctx.actor.kind !== 'person') throw ctx.error('personOnly')
  const may = mayAllow(ctx.actor, ctx.settings)
  if (everyone ? !may.may_allow_everyone : !may.may_allow) throw ctx.error('administratorsOnly')
  const own = scopes.filter((scope) => !scope.includes('.') || row.scopes.includes(scope))
  const person = everyone ? null : ctx.actor.id
  const [given] = await ctx.sql<{ id: string }>`
    INSERT INTO oidc.consent AS c (org, id, client, client_name, person, scopes, given_by)
    VALUES (${ctx.org}, ${ctx.id()}, ${client}, ${row.name}, ${person}, ${JSON.stringify(own)}::jsonb, ${ctx.actor.id})
    ON CONFLICT (org, client, (coalesce(person, '00000000-0000-0000-0000-000000000000'))) DO UPDATE SET
      scopes = (SELECT jsonb_agg(DISTINCT s) FROM jsonb_array_elements(c.scopes || excluded.scopes) s),
      client_name = excluded.client_name, given_by = excluded.given_by, updated_at = now(), rev = c.rev + 1
    RETURNING id`
  ctx.emit(consentGiven, { client, name: row.name, ...(everyone ? {} : { person: ctx.actor.id }) })
  return { id: given!.id }
})
