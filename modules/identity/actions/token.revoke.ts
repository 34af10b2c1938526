import { T, defineAction } from '#kernel'
import { Token } from '../entities.ts'
import { tokenRevoked } from '../events.ts'
import { revokeTokens } from '../own-tokens.ts'

export const revokeToken = defineAction({
  id: 'identity.token.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Revoke an API token',
  description:
    'At once, together with tokens made by it. Your own, or with the right identity.tokens any of the organisation.',
  input: T.Object({ token: T.Id({ title: 'Token' }) }, { additionalProperties: false }),
  output: T.Object({ revoked: T.Integer() }),
  emits: [tokenRevoked],
  subject: 'token',
  scope: 'member',
  destructive: true,
  idempotent: true,
}).run(async ({ token: id }, ctx) => {
  await ctx.records(Token).get(id)
  const revoked = await revokeTokens(ctx.sql, ctx.org, { id })
  for (const { id: token, holder } of revoked) {
    ctx.emit(tokenRevoked, { token, holder })
    ctx.revoke({ session: token })
  }
  return { revoked: revoked.length }
})
