import { OPERATOR_ORG, T, defineAction } from '#kernel'
import { factorChanged } from '../events.ts'
import { dropSecrets } from '../tokens.ts'

export const dropTotp = defineAction({
  id: 'identity.totp.drop',
  kind: 'command',
  effect: 'local',
  title: 'Forget the authenticator app',
  description: 'The short command behind identity.totp.remove.',
  input: T.Object({ account: T.Id() }, { additionalProperties: false }),
  output: T.Object({ removed: T.Boolean() }),
  emits: [factorChanged],
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const off = await sql`
      UPDATE identity.account SET totp_on = false, totp_secret = NULL, rev = rev + 1, updated_at = now()
      WHERE org = ${OPERATOR_ORG} AND id = ${account} AND totp_on RETURNING id`
    await dropSecrets(sql, 'recovery', account)
    ctx.emit(factorChanged, { account, factor: 'totp', present: false })
    return { removed: off.length === 1 }
  }),
)
