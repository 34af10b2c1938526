import { OPERATOR_ORG, defineSubscription } from '#kernel'
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
