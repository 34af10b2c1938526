import { T, defineAction } from '#kernel'
import { end } from '../endings.ts'
import { SignIn } from '../entities.ts'
import { consentRevoked } from '../events.ts'

export const endSignIn = defineAction({
  id: 'oidc.sign_in.end',
  kind: 'command',
  effect: 'local',
  title: 'Sign out of an app',
  description:
    'The app loses at once what it holds of you, and what you allowed it is taken back. Yours, or as an administrator anybody’s.',
  input: T.Object({ sign_in: T.Id({ title: 'Sign-in' }) }, { additionalProperties: false }),
  output: T.Object({ ended: T.Boolean() }),
  emits: [consentRevoked],
  subject: 'sign_in',
  scope: 'oidc.use',
  destructive: true,
}).run(async ({ sign_in: id }, ctx) => {
  const { client, client_name: name, person } = await ctx.records(SignIn).get(id)
  await ctx.sql`DELETE FROM oidc.sign_in WHERE org = ${ctx.org} AND id = ${id}`
  await ctx.sql`DELETE FROM oidc.consent WHERE org = ${ctx.org} AND client = ${client} AND person = ${person}`
  await end(ctx, { client, person, organisation: ctx.org })
  ctx.emit(consentRevoked, { client, name, person })
  return { ended: true }
})
