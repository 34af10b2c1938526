import { T, defineAction } from '#kernel'
import { endOrphans } from '../subscriptions.ts'

export const sweepSessions = defineAction({
  id: 'oidc.session.sweep',
  kind: 'command',
  effect: 'local',
  title: 'Clear away sign-ins that have run out',
  description: 'Apps are told of sign-ins that ended by themselves; what has expired is deleted.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({}),
  silent: 'nothing changes for anybody that was not so before',
  scope: 'oidc.operate',
  internal: true,
}).run(async (_input, ctx) => {
  await endOrphans(ctx)
  await ctx.sql`SELECT oidc.sweep()`
  return {}
})
