import { T, defineAction } from '#kernel'
import { sendLogout } from './logout.send.ts'

export const queueLogouts = defineAction({
  id: 'oidc.logout.queue',
  kind: 'command',
  effect: 'local',
  title: 'Have apps told of a sign-out',
  description: 'Somebody signed out by way of one app; the others are told.',
  input: T.Object(
    {
      told: T.Array(
        T.Object({
          client: T.String({ maxLength: 44 }),
          person: T.Id(),
          sid: T.String({ maxLength: 100 }),
        }),
        { maxItems: 1000 },
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  silent: 'identity tells of the sign-out',
  scope: 'oidc.use',
  internal: true,
}).run(async ({ told }, ctx) => {
  for (const each of told) {
    const [row] = await ctx.sql<{ uri: string | null }>`
      SELECT oidc.notice_uri(${each.client}) AS uri`
    if (row?.uri) ctx.enqueue(sendLogout, { ...each, uri: row.uri })
  }
  return {}
})
