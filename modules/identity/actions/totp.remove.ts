import { T, defineAction, invalid } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { isPassword } from '../hash.ts'
import { accountById } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import { givenPassword } from '../policy.ts'
import { commit, operatorSql } from '../running.ts'
import { dropTotp } from './totp.drop.ts'

export const removeTotp = defineAction({
  id: 'identity.totp.remove',
  kind: 'command',
  effect: 'outside',
  title: 'Turn the authenticator app off',
  description: 'Needs the password. The recovery codes are gone too.',
  input: T.Object({ password: givenPassword() }, { additionalProperties: false }),
  output: T.Object({ removed: T.Boolean() }),
  errors: { needsSession, wrong: invalid('The password is not right.', 'Try again.') },
  silent: 'identity.totp.drop tells it',
  scope: 'everyone',
  destructive: true,
}).run(async ({ password }, ctx) => {
  const id = ownAccount(ctx)
  const sql = operatorSql(ctx)
  const account = await accountById(sql, id)
  const attempt = await countAttempt(sql, `account ${id}`, ctx.address)
  if (!(await isPassword(account?.password_hash, password))) throw ctx.error('wrong')
  await attempt.forgive()
  return commit(ctx, dropTotp, { account: id })
})
