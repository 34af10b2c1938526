import { T, defineAction, sensitive, unauthenticated } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { accountById } from '../logins.ts'
import { commit, operatorSql } from '../running.ts'
import { sessionOutput } from '../sessions.ts'
import { trySecret, useSecret } from '../tokens.ts'
import { recoveryKey, spendStep, stepOf } from '../totp.ts'
import { openSession } from './session.open.ts'

/** Six digits are few: after these the password has to be given again. */
const TRIES_MAX = 5

export const confirmSession = defineAction({
  id: 'identity.session.confirm',
  kind: 'command',
  effect: 'outside',
  title: 'Sign in: second step',
  description:
    'With the challenge of identity.session.create and a code of the authenticator app, or one of the recovery codes.',
  input: T.Object(
    {
      challenge: sensitive(T.String({ maxLength: 200 })),
      code: sensitive(T.String({ minLength: 6, maxLength: 20, title: 'Code' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ next: T.Literal('done'), ...sessionOutput }),
  errors: {
    wrong: unauthenticated(
      'The code is not right.',
      'Wait for the next one, or use a recovery code.',
    ),
    over: unauthenticated('This sign-in has expired.', 'Begin again with the password.'),
  },
  silent: 'identity.session.open tells it',
  scope: 'everyone',
}).run(async ({ challenge, code }, ctx) => {
  const sql = operatorSql(ctx)
  const secret = await trySecret(sql, 'challenge', challenge, TRIES_MAX)
  const account = secret?.account && (await accountById(sql, secret.account))
  if (!account || account.status !== 'active') throw ctx.error('over')
  // Counted by account as well, or a new challenge each time would be new tries.
  const attempt = await countAttempt(sql, `factor ${account.id}`, ctx.address)
  const step =
    account.totp_secret === null ? undefined : stepOf(ctx.secrets.open(account.totp_secret), code)
  const right =
    step === undefined
      ? (await useSecret(sql, 'recovery', recoveryKey(account.id, code))) !== undefined
      : await spendStep(sql, account.id, step)
  if (!right) throw ctx.error('wrong')
  await attempt.forgive()
  if (!(await useSecret(sql, 'challenge', challenge))) throw ctx.error('over')
  const device = secret.data['device'] as string | undefined
  const former = ctx.actor.session && ctx.actor.account ? { former: ctx.actor.session } : {}
  return commit(ctx, openSession, {
    account: account.id,
    amr: 'pwd otp',
    ...(device ? { device } : {}),
    ...former,
  })
})
