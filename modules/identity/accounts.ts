import { OPERATOR_ORG, conflict, newId, type Context } from '#kernel'
import { createPerson, linkPerson } from '#modules/directory'
import { accountCreated } from './events.ts'
import { normalEmail, normalMobile } from './logins.ts'

export const accountExists = conflict(
  'There is already an account with this e-mail or mobile.',
  'Sign in with it, then open the invitation again.',
)

export interface NewAccount {
  readonly name: string
  readonly email?: string | undefined
  readonly mobile?: string | undefined
  readonly locale?: string | undefined
  readonly passwordHash: string
}
type Creating = Context<{ accountExists: typeof accountExists }, [typeof accountCreated]>

export async function createAccount(ctx: Creating, account: NewAccount): Promise<string> {
  const id = newId()
  const email = account.email === undefined ? null : normalEmail(account.email)
  const mobile = account.mobile === undefined ? null : normalMobile(account.mobile)
  const made = await ctx.within(
    OPERATOR_ORG,
    ({ sql }) => sql`
    INSERT INTO identity.account (org, id, name, email, mobile, status, locale, password_hash)
    VALUES (${OPERATOR_ORG}, ${id}, ${account.name}, ${email}, ${mobile}, 'active', ${account.locale ?? null}, ${account.passwordHash})
    ON CONFLICT DO NOTHING RETURNING id`,
  )
  if (made.length === 0) throw ctx.error('accountExists')
  ctx.emit(accountCreated, { account: id })
  return id
}

export interface Newcomer {
  readonly account: string
  readonly name: string
  readonly email?: string | undefined
  readonly mobile?: string | undefined
  readonly department?: string | undefined
  readonly job_title?: string | undefined
  /** Already in the directory: only the account is missing. */
  readonly person?: string | undefined
}
/** Makes the account a member of an organisation; `ctx` is in that organisation. */
export async function admit(
  ctx: Pick<Context, 'callAsModule'>,
  { account, person, ...details }: Newcomer,
): Promise<string> {
  const id =
    person ??
    ((await ctx.callAsModule(createPerson, given(details) as { name: string })).id as string)
  await ctx.callAsModule(linkPerson, { person: id, account })
  return id
}

/** Without what is undefined, which no schema knows. */
const given = (details: object): unknown =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
