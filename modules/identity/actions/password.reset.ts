import { OPERATOR_ORG, T, defineAction, invalid, sensitive } from '#kernel'
import { passwordChanged } from '../events.ts'
import { hashPassword } from '../hash.ts'
import { accountById } from '../logins.ts'
import { checkPassword, newPassword } from '../policy.ts'
import { operatorSql } from '../running.ts'
import { endSessions } from '../sessions.ts'
import { readSecret, useSecret } from '../tokens.ts'

const badLink = invalid(
  'This link is no longer valid.',
  'Ask for a new one: a link works once, for one hour.',
)

export const resetPassword = defineAction({
  id: 'identity.password.reset',
  kind: 'command',
  effect: 'local',
  title: 'Set a new password',
  description:
    'Sets a new password with the token of the link from the mail, and ends all sessions of the account.',
  input: T.Object(
    { token: sensitive(T.String({ minLength: 20, maxLength: 200 })), password: newPassword() },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Literal(true) }),
  errors: { badLink },
  emits: [passwordChanged],
  scope: 'everyone',
  ratePerMinute: 20,
}).run(async ({ token, password }, ctx) => {
  // Looked at outside of this transaction first, so that no hash is made and nothing held for a guess.
  const known = await readSecret(operatorSql(ctx), 'reset', token)
  const owner = known?.account && (await accountById(operatorSql(ctx), known.account))
  if (!owner) throw ctx.error('badLink')
  checkPassword(password, [owner.email ?? undefined, owner.name])
  const hash = await hashPassword(password)
  return ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const secret = await useSecret(sql, 'reset', token)
    if (!secret) throw ctx.error('badLink')
    await sql`UPDATE identity.account SET password_hash = ${hash}, rev = rev + 1, updated_at = now() WHERE org = ${OPERATOR_ORG} AND id = ${owner.id}`
    await endSessions(ctx, owner.id)
    ctx.emit(passwordChanged, { account: owner.id })
    return { changed: true as const }
  })
})
