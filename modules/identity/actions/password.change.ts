import { T, defineAction, invalid } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { hashPassword, isPassword } from '../hash.ts'
import { accountById } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import { checkPassword, givenPassword, newPassword } from '../policy.ts'
import { commit, operatorSql } from '../running.ts'
import { storePassword } from './password.store.ts'

export const changePassword = defineAction({
  id: 'identity.password.change',
  kind: 'command',
  effect: 'outside',
  title: 'Change my password',
  description: 'Needs the present password; ends your other sessions.',
  input: T.Object(
    { present: givenPassword(), password: newPassword() },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Literal(true) }),
  errors: {
    needsSession,
    wrong: invalid(
      'The present password is not right.',
      'Try again, or reset the password by mail.',
    ),
  },
  silent: 'identity.password.store tells it',
  scope: 'everyone',
}).run(async ({ present, password }, ctx) => {
  const id = ownAccount(ctx)
  const sql = operatorSql(ctx)
  const account = await accountById(sql, id)
  checkPassword(password, [account?.email ?? undefined, account?.name])
  const attempt = await countAttempt(sql, `account ${id}`, ctx.address)
  if (!(await isPassword(account?.password_hash, present))) throw ctx.error('wrong')
  await attempt.forgive()
  return commit(ctx, storePassword, {
    account: id,
    password_hash: await hashPassword(password),
    but: ctx.actor.session!,
  })
})
