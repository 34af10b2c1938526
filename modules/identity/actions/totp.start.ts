import { OPERATOR_ORG, T, conflict, defineAction, invalid, sensitive } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { isPassword } from '../hash.ts'
import { qrCode } from '../links.ts'
import { accountById } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import { givenPassword } from '../policy.ts'
import { operatorSql } from '../running.ts'
import { newSeed, seedUri } from '../totp.ts'

export const startTotp = defineAction({
  id: 'identity.totp.start',
  kind: 'command',
  effect: 'outside',
  title: 'Set up the authenticator app',
  description:
    'Answers the secret as text and QR picture; it counts from identity.totp.confirm on.',
  input: T.Object({ password: givenPassword() }, { additionalProperties: false }),
  output: T.Object({
    secret: sensitive(T.String()),
    uri: sensitive(T.String()),
    qr: sensitive(T.String({ description: 'SVG' })),
  }),
  errors: {
    needsSession,
    wrong: invalid('The password is not right.', 'Try again.'),
    on: conflict('It is set up already.', 'Turn it off first to set up another telephone.'),
  },
  silent: 'nothing has changed until it is confirmed',
  scope: 'everyone',
}).run(async ({ password }, ctx) => {
  const id = ownAccount(ctx)
  const sql = operatorSql(ctx)
  const account = await accountById(sql, id)
  const attempt = await countAttempt(sql, `account ${id}`, ctx.address)
  if (!account || !(await isPassword(account.password_hash, password))) throw ctx.error('wrong')
  await attempt.forgive()
  if (account.totp_on) throw ctx.error('on')
  const secret = newSeed()
  await sql`UPDATE identity.account SET totp_secret = ${ctx.secrets.seal(secret)} WHERE org = ${OPERATOR_ORG} AND id = ${id} AND NOT totp_on`
  const uri = seedUri(secret, account.email ?? account.mobile ?? account.name)
  return { secret, uri, qr: await qrCode(uri) }
})
