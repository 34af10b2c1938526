import { OPERATOR_ORG, T, defineAction, sensitive } from '#kernel'
import { passwordChanged } from '../events.ts'
import { endSessions } from '../sessions.ts'
import { dropSecrets } from '../tokens.ts'

export const storePassword = defineAction({
  id: 'identity.password.store',
  kind: 'command',
  effect: 'local',
  title: 'Store a new password',
  description: 'The short command behind identity.password.change.',
  input: T.Object(
    { account: T.Id(), password_hash: sensitive(T.String()), but: T.Optional(T.Id()) },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Literal(true) }),
  emits: [passwordChanged],
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account, password_hash, but }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    await sql`UPDATE identity.account SET password_hash = ${password_hash}, rev = rev + 1, updated_at = now() WHERE org = ${OPERATOR_ORG} AND id = ${account}`
    await dropSecrets(sql, 'reset', account)
    await endSessions(ctx, account, { but })
    ctx.emit(passwordChanged, { account })
    return { changed: true as const }
  }),
)
