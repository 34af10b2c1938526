import { OPERATOR_ORG, T, sensitive, type Context } from '#kernel'

/** How an answer puts a session into the caller's cookie; every door takes it out of the answer itself. */
export const sessionOutput = {
  session: T.Optional(sensitive(T.String({ 'x-session': 'set' }))),
  expires: T.Optional(T.Time({ 'x-session': 'expires' })),
}
export const device = T.Optional(
  T.String({
    maxLength: 200,
    title: 'Device',
    description: 'How the list of sessions names it, e.g. “Firefox on Linux”',
  }),
)

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** Ends sessions of an account, all or but one, in the caller's transaction; sockets close after commit. */
export async function endSessions(
  ctx: AnyContext,
  account: string,
  options: { but?: string | undefined; only?: string; within?: string } = {},
): Promise<string[]> {
  const ended = await ctx.within(
    OPERATOR_ORG,
    ({ sql }) => sql<{ id: string }>`
    UPDATE identity.session SET ended_at = clock_timestamp()
    WHERE org = ${OPERATOR_ORG} AND account = ${account} AND ended_at IS NULL
      AND id IS DISTINCT FROM ${options.but ?? null}::uuid AND (${options.only ?? null}::uuid IS NULL OR id = ${options.only ?? null}::uuid)
      AND (${options.within ?? null}::uuid IS NULL OR organisation = ${options.within ?? null}::uuid)
    RETURNING id`,
  )
  for (const { id } of ended) ctx.revoke({ session: id })
  return ended.map(({ id }) => id)
}
