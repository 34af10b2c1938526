import { OPERATOR_ORG, T, conflict, defineAction } from '#kernel'
import { helped, noAccount } from '../help.ts'
import { operatorSql } from '../running.ts'
import { mailReset } from './password.mail.ts'

/** The link goes to the person's own e-mail and is shown to nobody: who helps may not become who is helped. */
export const sendLink = defineAction({
  id: 'identity.account.send_link',
  kind: 'command',
  effect: 'local',
  title: 'Send a link for a new password',
  description:
    'Mails a person a link that sets a new password, once, within an hour. The old password works until then.',
  input: T.Object({ person: T.Id({ title: 'Person' }) }, { additionalProperties: false }),
  output: T.Object({ sent: T.Literal('mail') }),
  errors: {
    noAccount,
    noEmail: conflict(
      'This account has no e-mail to send a link to.',
      'Let the person add one under Me, or run ./tenon on the server’s machine.',
    ),
  },
  silent: 'the mail tells the person; the audit row holds who asked for it',
  subject: 'person',
  scope: 'identity.accounts',
  ratePerMinute: 20,
}).run(async ({ person }, ctx) => {
  const account = await helped(ctx, person)
  if (!account) throw ctx.error('noAccount')
  const [row] = await operatorSql(ctx)<{ email: string | null }>`
    SELECT email FROM identity.account WHERE org = ${OPERATOR_ORG} AND id = ${account}`
  if (!row?.email) throw ctx.error('noEmail')
  ctx.enqueue(mailReset, { login: row.email })
  return { sent: 'mail' as const }
})
