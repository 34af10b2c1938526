import { OPERATOR_ORG, T, defineAction } from '#kernel'
import { sessionOpened } from '../events.ts'
import { device, sessionOutput } from '../sessions.ts'
import { issueSession } from '../tokens.ts'

/** The short command at the end of every way to sign in. A new session each time: an older one is never taken over. */
export const openSession = defineAction({
  id: 'identity.session.open',
  kind: 'command',
  effect: 'local',
  title: 'Open a session',
  description: 'Opens a session for an account that has proved who it is.',
  input: T.Object(
    { account: T.Id(), device, former: T.Optional(T.Id()) },
    { additionalProperties: false },
  ),
  output: T.Object({ next: T.Literal('done'), ...sessionOutput }),
  emits: [sessionOpened],
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account, device: name = 'Unknown device', former }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    if (former) {
      await sql`UPDATE identity.session SET ended_at = clock_timestamp() WHERE org = ${OPERATOR_ORG} AND id = ${former} AND ended_at IS NULL`
      ctx.revoke({ session: former })
    }
    const [last] = await sql<{
      organisation: string
      person: string
    }>`SELECT organisation, person FROM identity.persons_of(${account}) LIMIT 1`
    const session = await issueSession(sql, {
      account,
      ...last,
      device: name,
      address: ctx.address,
    })
    await sql`UPDATE identity.account SET last_sign_in_at = clock_timestamp() WHERE org = ${OPERATOR_ORG} AND id = ${account}`
    ctx.emit(sessionOpened, { account, session: session.id, device: name })
    return { next: 'done' as const, session: session.token, expires: session.expires }
  }),
)
