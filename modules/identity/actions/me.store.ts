import { OPERATOR_ORG, T, defineAction } from '#kernel'
import { accountExists } from '../accounts.ts'
import { accountChanged } from '../events.ts'
import { normalEmail, normalMobile } from '../logins.ts'
import { dropSecrets } from '../tokens.ts'

export const storeMe = defineAction({
  id: 'identity.me.store',
  kind: 'command',
  effect: 'local',
  title: 'Store a changed account',
  description: 'The short command behind identity.me.update.',
  input: T.Object(
    {
      account: T.Id(),
      name: T.Optional(T.String()),
      locale: T.Optional(T.String()),
      email: T.Optional(T.String()),
      mobile: T.Optional(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Literal(true) }),
  errors: { accountExists },
  emits: [accountChanged],
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account, name, locale, ...login }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const email = login.email === undefined ? null : normalEmail(login.email)
    const mobile = login.mobile === undefined ? null : normalMobile(login.mobile)
    const [twin] = await sql`
      SELECT id FROM identity.account WHERE org = ${OPERATOR_ORG} AND id <> ${account} AND (email = ${email} OR mobile = ${mobile})`
    if (twin) throw ctx.error('accountExists')
    await sql`
      UPDATE identity.account SET name = coalesce(${name ?? null}, name), locale = coalesce(${locale ?? null}, locale),
        email = coalesce(${email}, email), mobile = coalesce(${mobile}, mobile), rev = rev + 1, updated_at = now()
      WHERE org = ${OPERATOR_ORG} AND id = ${account}`
    // A reset link on its way to the former address must not open the account any more.
    if (email !== null) await dropSecrets(sql, 'reset', account)
    const given = { name, locale, ...login }
    ctx.emit(accountChanged, {
      account,
      fields: Object.keys(given).filter(
        (field) => given[field as keyof typeof given] !== undefined,
      ),
    })
    return { changed: true as const }
  }),
)
