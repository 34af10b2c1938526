import { T, defineAction } from '#kernel'
import { clientOf } from '../ids.ts'

export const dropTokens = defineAction({
  id: 'oidc.token.drop',
  kind: 'command',
  effect: 'local',
  title: 'Tokens of an app have ended',
  description:
    'An app gave tokens back, or used one twice: every node asks anew who calls with its tokens.',
  input: T.Object({ client: T.String({ maxLength: 44 }) }, { additionalProperties: false }),
  output: T.Object({}),
  silent: 'it concerns nobody but the app, which did it',
  scope: 'oidc.use',
  internal: true,
}).run(async ({ client }, ctx) => {
  const named = clientOf(client)
  if (named) ctx.revoke({ session: named.id })
  return {}
})
