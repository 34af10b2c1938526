import { defineSubscription, type Context } from '#kernel'
import { personLeft } from '#modules/directory'
import { factorChanged, passwordChanged, sessionEnded } from '#modules/identity'
import { organisationSuspended } from '#modules/parties'
import { end } from './endings.ts'

/** A leaver's tokens opened nothing from his leaving on; this clears them away and tells the apps. */
export const endLeaver = defineSubscription({ id: 'oidc.endLeaver', on: personLeft }).run(
  async ({ payload: { person } }, ctx) => {
    await end(ctx, { person })
    await ctx.sql`DELETE FROM oidc.consent WHERE org = ${ctx.org} AND person = ${person}`
    await ctx.sql`DELETE FROM oidc.sign_in WHERE org = ${ctx.org} AND person = ${person}`
  },
)

export const endSession = defineSubscription({ id: 'oidc.endSession', on: sessionEnded }).run(
  ({ payload: { account } }, ctx) => endOrphans(ctx, account),
)
export const endByPassword = defineSubscription({
  id: 'oidc.endByPassword',
  on: passwordChanged,
}).run(({ payload: { account } }, ctx) => endOrphans(ctx, account))
export const endByFactor = defineSubscription({ id: 'oidc.endByFactor', on: factorChanged }).run(
  ({ payload: { account } }, ctx) => endOrphans(ctx, account),
)

export const endSuspended = defineSubscription({
  id: 'oidc.endSuspended',
  on: organisationSuspended,
}).run(({ payload: { organisation } }, ctx) => end(ctx, { organisation }))

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** Sign-ins that are no more, of an account or of anybody. */
export async function endOrphans(ctx: AnyContext, account?: string): Promise<void> {
  const roots = await ctx.sql<{ root: string }>`
    SELECT root FROM oidc.orphans(${account ?? null}::uuid)`
  for (const { root } of roots) await end(ctx, { root })
}
