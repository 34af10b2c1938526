import { OPERATOR_ORG, T, defineAction, newId } from '#kernel'
import { sendMail } from '#modules/notify'
import { resetLink } from '../links.ts'
import { accountOfLogin } from '../logins.ts'
import { RESET_LIFE_MS, dropSecrets, issueSecret } from '../tokens.ts'

/** Asking again and again fills nobody's inbox. */
const PAUSE_MS = 60_000

export const mailReset = defineAction({
  id: 'identity.password.mail',
  kind: 'command',
  effect: 'local',
  title: 'Send the link for a new password',
  description: 'The job behind identity.password.forget.',
  input: T.Object(
    { login: T.String(), organisation: T.Optional(T.String()) },
    { additionalProperties: false },
  ),
  output: T.Object({}),
  silent: 'it must not be told whether there is such an account',
  scope: 'member',
  internal: true,
}).run(async ({ login, organisation }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const account = await accountOfLogin(sql, login, organisation)
    if (account?.status !== 'active' || account.email === null) return {}
    const recent = await sql`
      SELECT id FROM identity.secret WHERE org = ${OPERATOR_ORG} AND kind = 'reset' AND account = ${account.id}
        AND created_at > clock_timestamp() - ${PAUSE_MS} * interval '1 ms'`
    if (recent.length) return {}
    await dropSecrets(sql, 'reset', account.id)
    const token = await issueSecret(sql, {
      kind: 'reset',
      lifeMs: RESET_LIFE_MS,
      account: account.id,
    })
    ctx.enqueue(sendMail, {
      id: newId(),
      to: account.email,
      subject: { en: 'Set a new password', zh: '设置新密码' },
      text: {
        en: 'Somebody asked for a new password for your account. The link works once, for one hour. If it was not you, ignore this mail.',
        zh: '有人为你的账号申请了新密码。链接一小时内有效，只能用一次。如果不是你本人，忽略这封邮件即可。',
      },
      link: resetLink(ctx.publicUrl, token),
      button: { en: 'Set a new password', zh: '设置新密码' },
      ...(account.locale
        ? { language: account.locale.startsWith('zh') ? ('zh' as const) : ('en' as const) }
        : {}),
    })
    return {}
  }),
)
