import { T, defineAction } from '#kernel'
import { signedInToApp } from '../events.ts'

export const noteSignIn = defineAction({
  id: 'oidc.sign_in.note',
  kind: 'command',
  effect: 'local',
  title: 'Note a sign-in to an app',
  description: 'Keeps who signs in to what, first and last.',
  input: T.Object(
    { client: T.String({ maxLength: 44 }), name: T.String({ maxLength: 100 }) },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  emits: [signedInToApp],
  scope: 'member',
  internal: true,
}).run(async ({ client, name }, ctx) => {
  await ctx.sql`
    INSERT INTO oidc.sign_in (org, id, client, client_name, person, last_at)
    VALUES (${ctx.org}, ${ctx.id()}, ${client}, ${name}, ${ctx.actor.id}, clock_timestamp())
    ON CONFLICT (org, person, client) DO UPDATE SET last_at = excluded.last_at, client_name = excluded.client_name`
  ctx.emit(signedInToApp, { client, name, person: ctx.actor.id })
  return {}
})
