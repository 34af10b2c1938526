import { OPERATOR_ORG, T, defineAction, type Context, type Sql } from '#kernel'
import { sendNotice } from '#modules/notify'
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
    { account: T.Id(), device, former: T.Optional(T.Id()), amr: T.Optional(T.String()) },
    { additionalProperties: false },
  ),
  output: T.Object({ next: T.Literal('done'), ...sessionOutput }),
  emits: [sessionOpened],
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account, device: name = 'Unknown device', former, amr }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const root = former ? await endFormer(sql, former, account) : undefined
    if (former) ctx.revoke({ session: former })
    const [last] = await sql<{
      organisation: string
      person: string
    }>`SELECT organisation, person FROM identity.persons_of(${account}) LIMIT 1`
    const strange = await isStrange(sql, account, name)
    const session = await issueSession(sql, {
      account,
      ...last,
      device: name,
      address: ctx.address,
      root,
      amr,
    })
    await sql`UPDATE identity.account SET last_sign_in_at = clock_timestamp() WHERE org = ${OPERATOR_ORG} AND id = ${account}`
    if (strange && last) await tellStrange(ctx, last, name)
    ctx.emit(sessionOpened, { account, session: session.id, device: name })
    return { next: 'done' as const, session: session.token, expires: session.expires }
  }),
)

/** What goes on from it, when it is the same account that proves anew who it is. */
async function endFormer(sql: Sql, former: string, account: string): Promise<string | undefined> {
  const [ended] = await sql<{ account: string; root: string }>`
    UPDATE identity.session SET ended_at = clock_timestamp() WHERE org = ${OPERATOR_ORG} AND id = ${former} AND ended_at IS NULL
    RETURNING account, coalesce(root, id) AS root`
  return ended?.account === account ? ended.root : undefined
}

/** An account's first sign-in is no news; later ones are, from a device that it was never signed in on. */
async function isStrange(sql: Sql, account: string, name: string): Promise<boolean> {
  const [row] = await sql<{ before: boolean; same: boolean }>`
    SELECT last_sign_in_at IS NOT NULL AS before, EXISTS (SELECT FROM identity.session s
      WHERE s.org = a.org AND s.account = a.id AND s.device = ${name}) AS same
    FROM identity.account a WHERE a.org = ${OPERATOR_ORG} AND a.id = ${account}`
  return row !== undefined && row.before && !row.same
}

const tellStrange = (
  ctx: Pick<Context, 'within' | 'address'>,
  { organisation, person }: { organisation: string; person: string },
  name: string,
) =>
  ctx.within(organisation, (inside) =>
    inside.call(sendNotice, {
      people: [person],
      kind: sessionOpened.id,
      title: { en: `New sign-in: ${name}`, zh: `新的登录：${name}` },
      body: {
        en: `Somebody signed in to your account from ${ctx.address ?? 'an unknown place'}. If it was not you, sign that device out and change your password.`,
        zh: `有人从 ${ctx.address ?? '未知地点'} 登录了你的账号。如果不是你本人，请让该设备退出登录并修改密码。`,
      },
      link: '/me/security',
    }),
  )
