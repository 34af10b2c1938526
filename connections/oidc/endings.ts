import { OPERATOR_ORG, type Context } from '#kernel'
import { sendLogout } from './actions/logout.send.ts'

interface Ending {
  readonly person?: string
  /** The first session of a sign-in that has ended. */
  readonly root?: string
  readonly client?: string
  readonly organisation?: string
}
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/**
 * Everything that apps hold of these people ends in this transaction; who asked to be told is told after it.
 * What is named is ended where all of it matches.
 */
export async function end(ctx: AnyContext, ending: Ending): Promise<void> {
  const { person = null, root = null, client = null, organisation = null } = ending
  const held = await ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const found = await sql<{ person: string; client: string; sid: string; uri: string }>`
      SELECT * FROM oidc.held(${person}::uuid, ${root}::uuid, ${client}, ${organisation}::uuid)`
    await sql`
      DELETE FROM oidc.artifact WHERE org = ${OPERATOR_ORG}
        AND (${person}::uuid IS NULL OR person = ${person}::uuid) AND (${root}::uuid IS NULL OR session = ${root}::uuid)
        AND (${client}::text IS NULL OR client = ${client}) AND (${organisation}::uuid IS NULL OR organisation = ${organisation}::uuid)`
    if (client !== null)
      await sql`
        UPDATE oidc.artifact SET payload = payload #- ARRAY['authorizations', ${client}::text]
        WHERE org = ${OPERATOR_ORG} AND model = 'Session' AND payload -> 'authorizations' ? ${client}
          AND (${person}::uuid IS NULL OR person = ${person}::uuid) AND (${organisation}::uuid IS NULL OR organisation = ${organisation}::uuid)`
    return found
  })
  for (const each of held) ctx.enqueue(sendLogout, each)
  if (person !== null) ctx.revoke({ id: person })
}
