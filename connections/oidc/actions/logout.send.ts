import { T, defineAction, fail } from '#kernel'
import { logoutToken } from '../logout-token.ts'
import { kernelOf } from '../kernel-of.ts'

export const sendLogout = defineAction({
  id: 'oidc.logout.send',
  kind: 'command',
  effect: 'outside',
  title: 'Tell an app that a sign-in has ended',
  description: 'OpenID Connect Back-Channel Logout; tried again until the app has heard it.',
  input: T.Object(
    {
      client: T.String({ maxLength: 44 }),
      person: T.Id(),
      sid: T.String({ maxLength: 100 }),
      uri: T.String({ maxLength: 2000 }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Integer() }),
  silent: 'what happened is told by what ended the sign-in',
  scope: 'oidc.use',
  internal: true,
}).run(async ({ uri, ...ended }, ctx) => {
  const token = await logoutToken(kernelOf(ctx), ended)
  const { status } = await ctx.egress.fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
    redirects: 0,
  })
  if (status !== 200 && status !== 204)
    throw fail('unavailable', `The app answered ${status} to the news of a sign-out.`)
  return { status }
})
