import { T, defineAction, invalid, sensitive } from '#kernel'
import { accountExists } from '../accounts.ts'
import { hashPassword } from '../hash.ts'
import { findInvitation, noInvitation } from '../invitations.ts'
import { email, mobile } from '../logins.ts'
import { checkPassword, newPassword } from '../policy.ts'
import { commit } from '../running.ts'
import { device, sessionOutput } from '../sessions.ts'
import { enterOrganisation } from './invitation.enter.ts'
import { openSession } from './session.open.ts'

export const acceptInvitation = defineAction({
  id: 'identity.invitation.accept',
  kind: 'command',
  effect: 'outside',
  title: 'Accept an invitation',
  description:
    'Signed in: one more organisation for your account. Otherwise with name, e-mail or mobile, and a password: a new account. `waiting` means that somebody has to let you in first.',
  input: T.Object(
    {
      invitation: sensitive(
        T.String({ minLength: 10, maxLength: 200, title: 'Link token or join code' }),
      ),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      email: T.Optional(email()),
      mobile: T.Optional(mobile()),
      password: T.Optional(newPassword()),
      locale: T.Optional(T.String({ maxLength: 20, title: 'Language' })),
      device,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    status: T.Enum(['joined', 'waiting']),
    organisation: T.Id(),
    person: T.Optional(T.Id()),
    ...sessionOutput,
  }),
  errors: {
    noInvitation,
    accountExists,
    needsMore: invalid(
      'A new account needs a name, an e-mail or mobile, and a password.',
      'Fill them in, or sign in first if you have an account.',
    ),
  },
  silent: 'identity.invitation.enter tells it',
  scope: 'everyone',
  ratePerMinute: 30,
}).run(async ({ invitation, password, device: name, ...details }, ctx) => {
  const found = await findInvitation(ctx, invitation)
  if (!found) throw ctx.error('noInvitation')
  const target = { organisation: found.org, invitation: found.id }
  if (ctx.actor.account)
    return commit(ctx, enterOrganisation, { ...target, account: ctx.actor.account })
  const mail = found.email ?? details.email
  if (!details.name || !password || !(mail ?? details.mobile)) throw ctx.error('needsMore')
  checkPassword(password, [mail, details.name])
  const password_hash = await hashPassword(password)
  const entered = await commit(ctx, enterOrganisation, {
    ...target,
    newcomer: { ...details, name: details.name, ...(mail ? { email: mail } : {}), password_hash },
  })
  const { next: _next, ...session } = await commit(ctx, openSession, {
    account: entered.account,
    ...(name ? { device: name } : {}),
  })
  const { account: _account, ...answer } = entered
  return { ...answer, ...session }
})
