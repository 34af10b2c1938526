import { OPERATOR_ORG, T, defineAction, forbidden, notFound, sensitive } from '#kernel'
import { resetLink } from '../links.ts'
import { accountById, normalEmail } from '../logins.ts'
import { RESET_LIFE_MS, dropSecrets, issueSecret } from '../tokens.ts'

interface Owner {
  readonly account: string
  readonly name: string
  readonly email: string | null
}

/** Only on the server's own socket: whoever may read the data folder may let himself in anyhow. */
export const recoverOwner = defineAction({
  id: 'identity.owner.recover',
  kind: 'command',
  effect: 'local',
  title: 'Recover an owner’s access',
  description:
    'Makes a link that sets a new password for an owner of an organisation, and turns off his second factor. On the server only: ./tenon admin recover --org ORG.',
  input: T.Object(
    {
      email: T.Optional(
        T.String({
          maxLength: 254,
          title: 'Owner’s e-mail',
          description: 'Default: the first owner',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    link: sensitive(T.String()),
    name: T.String(),
    email: T.Optional(T.String()),
  }),
  errors: {
    notHere: forbidden(
      'Only on the server’s machine, by ./tenon admin recover.',
      'Log in to the server and run it there.',
    ),
    noOwner: notFound(
      'No owner with an account was found.',
      'Check the organisation and the e-mail.',
    ),
  },
  silent: 'the audit log has it; a stream would tell nobody who needs to know',
  scope: 'identity.roles',
}).run(async ({ email }, ctx) => {
  if (ctx.actor.kind !== 'operator') throw ctx.error('notHere')
  const wanted = ctx.org === OPERATOR_ORG ? null : ctx.org
  const rows =
    await ctx.sql<Owner>`SELECT account, name, email FROM identity.owners(${wanted}::uuid)`
  const owner = rows.find((row) => email === undefined || row.email === normalEmail(email))
  if (!owner) throw ctx.error('noOwner')
  return ctx.within(OPERATOR_ORG, async ({ sql }) => {
    await sql`UPDATE identity.account SET totp_on = false, totp_secret = NULL, status = 'active' WHERE org = ${OPERATOR_ORG} AND id = ${owner.account}`
    await dropSecrets(sql, 'reset', owner.account)
    const token = await issueSecret(sql, {
      kind: 'reset',
      lifeMs: RESET_LIFE_MS,
      account: owner.account,
    })
    const account = await accountById(sql, owner.account)
    return {
      link: resetLink(ctx.publicUrl, token),
      name: owner.name,
      ...(account?.email ? { email: account.email } : {}),
    }
  })
})
