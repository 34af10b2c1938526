import { T, defineAction, invalid } from '#kernel'
import { accountExists } from '../accounts.ts'
import { countAttempt } from '../attempts.ts'
import { isPassword } from '../hash.ts'
import { accountById, email, mobile } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import { givenPassword } from '../policy.ts'
import { commit, operatorSql } from '../running.ts'
import { storeMe } from './me.store.ts'

export const updateMe = defineAction({
  id: 'identity.me.update',
  kind: 'command',
  effect: 'outside',
  title: 'Change my account',
  description:
    'Name and language freely; what one signs in with (e-mail, mobile) needs the password.',
  input: T.Object(
    {
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      locale: T.Optional(
        T.String({
          pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
          maxLength: 20,
          title: 'Language',
        }),
      ),
      email: T.Optional(email()),
      mobile: T.Optional(mobile()),
      password: T.Optional(givenPassword()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Literal(true) }),
  errors: {
    needsSession,
    accountExists,
    wrong: invalid(
      'The password is not right.',
      'Give the present password to change e-mail or mobile.',
    ),
  },
  silent: 'identity.me.store tells it',
  scope: 'everyone',
}).run(async ({ password, ...patch }, ctx) => {
  const id = ownAccount(ctx)
  if (patch.email !== undefined || patch.mobile !== undefined) {
    const sql = operatorSql(ctx)
    const account = await accountById(sql, id)
    const attempt = await countAttempt(sql, `account ${id}`, ctx.address)
    if (!password || !(await isPassword(account?.password_hash, password))) throw ctx.error('wrong')
    await attempt.forgive()
  }
  return commit(ctx, storeMe, { ...patch, account: id })
})
