import { T, defineAction, forbidden } from '#kernel'
import { end } from '../endings.ts'
import { Consent } from '../entities.ts'
import { consentRevoked } from '../events.ts'

export const revokeConsent = defineAction({
  id: 'oidc.consent.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Take back a consent',
  description:
    'The app loses at once what it holds of you, or, of a consent for everybody, of everybody.',
  input: T.Object({ consent: T.Id({ title: 'Consent' }) }, { additionalProperties: false }),
  output: T.Object({ revoked: T.Boolean() }),
  errors: {
    administratorsOnly: forbidden(
      'What was allowed for everybody, only an administrator takes back.',
    ),
  },
  emits: [consentRevoked],
  subject: 'consent',
  scope: 'oidc.use',
  destructive: true,
}).run(async ({ consent: id }, ctx) => {
  const consent = await ctx.records(Consent).get(id)
  const { client, client_name: name, person } = consent
  if (person === undefined && !ctx.actor.scopes.has('oidc.manage'))
    throw ctx.error('administratorsOnly')
  await ctx.sql`DELETE FROM oidc.consent WHERE org = ${ctx.org} AND id = ${id}`
  await end(ctx, { client, organisation: ctx.org, ...(person === undefined ? {} : { person }) })
  ctx.emit(consentRevoked, { client, name, ...(person === undefined ? {} : { person }) })
  return { revoked: true }
})
