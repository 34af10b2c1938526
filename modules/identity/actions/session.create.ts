import { T, defineAction, unauthenticated } from '#kernel'
import { countAttempt } from '../attempts.ts'
import { isPassword } from '../hash.ts'
import { accountOfLogin, loginKey } from '../logins.ts'
import { givenPassword } from '../policy.ts'
import { commit, operatorSql } from '../running.ts'
import { device, sessionOutput } from '../sessions.ts'
import { issueSecret } from '../tokens.ts'
import { openSession } from './session.open.ts'

/** Time to take out the phone and read the six digits. */
const CHALLENGE_LIFE_MS = 5 * 60_000

/** Outside a transaction, because hashing takes longer than a transaction should be held open, and a wrong attempt must be counted though it is refused. */
export const createSession = defineAction({
  id: 'identity.session.create',
  kind: 'command',
  effect: 'outside',
  title: 'Sign in',
  description:
    'Signs in by e-mail, mobile or (with the organisation) staff number. `next` is `done`, or `totp` when identity.session.confirm must follow with the challenge and a code.',
  input: T.Object(
    {
      login: T.String({ minLength: 1, maxLength: 254, title: 'E-mail, mobile or staff number' }),
      password: givenPassword(),
      organisation: T.Optional(
        T.String({
          maxLength: 64,
          title: 'Organisation',
          description: 'Its id or short name; needed with a staff number',
        }),
      ),
      device,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    next: T.Enum(['done', 'totp']),
    challenge: T.Optional(T.String()),
    ...sessionOutput,
  }),
  errors: {
    wrong: unauthenticated(
      'The name or the password is not right.',
      'Check both; a staff number needs the organisation. Or reset the password.',
    ),
  },
  silent: 'identity.session.open tells it',
  scope: 'everyone',
}).run(async ({ login, password, organisation, device: name }, ctx) => {
  const sql = operatorSql(ctx)
  const attempt = await countAttempt(sql, loginKey(login, organisation), ctx.address)
  const account = await accountOfLogin(sql, login, organisation)
  const right = await isPassword(account?.password_hash, password)
  if (!right || account?.status !== 'active') throw ctx.error('wrong')
  await attempt.forgive()
  if (account.totp_on) {
    const data = name === undefined ? {} : { device: name }
    return {
      next: 'totp',
      challenge: await issueSecret(sql, {
        kind: 'challenge',
        lifeMs: CHALLENGE_LIFE_MS,
        account: account.id,
        data,
      }),
    }
  }
  const former = ctx.actor.account && ctx.actor.session
  return commit(ctx, openSession, {
    account: account.id,
    ...(name ? { device: name } : {}),
    ...(former ? { former } : {}),
  })
})
