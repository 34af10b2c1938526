import { T, defineAction } from '#kernel'
import { mailReset } from './password.mail.ts'

/** Answers the same, in the same time, whether or not there is such an account: what differs happens in the job. */
export const forgetPassword = defineAction({
  id: 'identity.password.forget',
  kind: 'command',
  effect: 'local',
  title: 'Ask for a new password',
  description:
    'Sends a link that sets a new password, once, to the e-mail of the account, if there is one.',
  input: T.Object(
    {
      login: T.String({ minLength: 1, maxLength: 254, title: 'E-mail, mobile or staff number' }),
      organisation: T.Optional(T.String({ maxLength: 64, title: 'Organisation' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ sent: T.Literal('if-known') }),
  silent: 'it must not be told whether there is such an account',
  scope: 'everyone',
  ratePerMinute: 10,
}).run(async (input, ctx) => {
  ctx.enqueue(mailReset, input)
  return { sent: 'if-known' as const }
})
