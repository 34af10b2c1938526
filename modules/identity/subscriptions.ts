import { OPERATOR_ORG, defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { personLeft } from '#modules/directory'
import { sessionEnded, tokenRevoked } from './events.ts'
import { revokeTokens } from './own-tokens.ts'
import { endSessions } from './sessions.ts'

/** A leaver's rights ended with his status already, in the transaction of his leaving; this clears away what no longer opens anything. */
export const clearLeaver = defineSubscription({ id: 'identity.clearLeaver', on: personLeft }).run(
  async ({ payload: { person, account } }, ctx) => {
    for (const { id, holder } of await revokeTokens(ctx.sql, ctx.org, { holder: person })) {
      ctx.emit(tokenRevoked, { token: id, holder })
      ctx.revoke({ session: id })
    }
    await ctx.sql`DELETE FROM identity."grant" WHERE org = ${ctx.org} AND kind = 'person' AND holder = ${person}`
    if (!account) return
    const elsewhere = await ctx.sql`SELECT person FROM identity.persons_of(${account}) LIMIT 1`
    if (elsewhere.length) {
      await ctx.within(
        OPERATOR_ORG,
        ({ sql }) => sql`
      UPDATE identity.session SET organisation = NULL, person = NULL WHERE org = ${OPERATOR_ORG} AND account = ${account} AND person = ${person}`,
      )
      return
    }
    const sessions = await endSessions(ctx, account)
    if (sessions.length) ctx.emit(sessionEnded, { account, sessions })
  },
)

/** Nothing personal stays: what he typed to get in, and, when he works nowhere else here, the account itself. */
export const forgetErased = defineSubscription({
  id: 'identity.forgetErased',
  on: personErased,
}).run(async ({ payload: { person, account } }, ctx) => {
  await ctx.sql`DELETE FROM identity.token WHERE org = ${ctx.org} AND holder = ${person}`
  if (!account) return
  await ctx.sql`DELETE FROM identity.join_request WHERE org = ${ctx.org} AND account = ${account}`
  const [row] = await ctx.within(
    OPERATOR_ORG,
    ({ sql }) =>
      sql<{
        email: string | null
      }>`SELECT email FROM identity.account WHERE org = ${OPERATOR_ORG} AND id = ${account}`,
  )
  if (row?.email)
    await ctx.sql`UPDATE identity.invitation SET email = NULL WHERE org = ${ctx.org} AND email = ${row.email}`
  const elsewhere = await ctx.sql`SELECT person FROM identity.persons_of(${account}) LIMIT 1`
  if (elsewhere.length) return
  await endSessions(ctx, account)
  await ctx.within(OPERATOR_ORG, async ({ sql }) => {
    await sql`DELETE FROM identity.session WHERE org = ${OPERATOR_ORG} AND account = ${account}`
    await sql`DELETE FROM identity.passkey WHERE org = ${OPERATOR_ORG} AND account = ${account}`
    await sql`DELETE FROM identity.secret WHERE org = ${OPERATOR_ORG} AND account = ${account}`
    await sql`DELETE FROM identity.account WHERE org = ${OPERATOR_ORG} AND id = ${account}`
  })
})
