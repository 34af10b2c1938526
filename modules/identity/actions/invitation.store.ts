import { OPERATOR_ORG, T, defineAction, newId, sensitive } from '#kernel'
import { Department } from '#modules/directory'
import { sendMail } from '#modules/notify'
import { organisationOf } from '#modules/parties'
import { invitationCreated } from '../events.ts'
import { joinLink } from '../links.ts'
import { issueSecret } from '../tokens.ts'

export const storeInvitations = defineAction({
  id: 'identity.invitation.store',
  kind: 'command',
  effect: 'local',
  title: 'Store invitations',
  description: 'The short command behind identity.invitation.create.',
  input: T.Object(
    {
      invitations: T.Array(
        T.Object({
          id: T.Id(),
          kind: T.Enum(['link', 'code', 'email']),
          email: T.Optional(T.String()),
          department: T.Optional(T.Id()),
          approval: T.Boolean(),
          max_uses: T.Optional(T.Integer()),
          expires_at: T.Time(),
          hash: sensitive(T.String()),
          secret: sensitive(T.String()),
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ stored: T.Integer() }),
  emits: [invitationCreated],
  scope: 'identity.invite',
  internal: true,
}).run(async ({ invitations }, ctx) => {
  const [first] = invitations
  if (first?.department) await ctx.records(Department).get(first.department)
  const invitedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null
  await ctx.sql`
    INSERT INTO identity.invitation (org, id, kind, email, department, code, approval, max_uses, invited_by, expires_at, hash)
    SELECT ${ctx.org}, i.id, i.kind, i.email, i.department, i.code, i.approval, i.max_uses, ${invitedBy}::uuid, i.expires_at, i.hash
    FROM jsonb_to_recordset(${JSON.stringify(invitations.map(({ secret, ...row }) => (row.kind === 'code' ? { ...row, code: secret } : row)))}::jsonb)
      AS i(id uuid, kind text, email text, department uuid, code text, approval boolean, max_uses bigint, expires_at timestamptz, hash text)`
  const organisation = await organisationOf(ctx.sql, ctx.org)
  for (const { id, kind, email, secret, expires_at } of invitations) {
    ctx.emit(invitationCreated, { invitation: id }, { subject: id })
    if (kind === 'code') {
      // A code does not say whose it is, so where to look is kept in the operator's organisation.
      const lifeMs = new Date(expires_at).getTime() - ctx.now.getTime()
      await ctx.within(OPERATOR_ORG, ({ sql }) =>
        issueSecret(sql, { kind: 'join', lifeMs, token: secret, data: { organisation: ctx.org } }),
      )
    }
    if (email)
      ctx.enqueue(
        sendMail,
        letter(
          email,
          organisation?.name ?? 'Tenon',
          ctx.actor.name,
          joinLink(ctx.publicUrl, secret),
        ),
      )
  }
  return { stored: invitations.length }
})

const letter = (to: string, organisation: string, by: string, link: string) => ({
  id: newId(),
  to,
  subject: { en: `Join ${organisation}`, zh: `邀请你加入 ${organisation}` },
  text: {
    en: `${by} invites you to work together in ${organisation}. The link is for you alone and works once.`,
    zh: `${by} 邀请你加入 ${organisation} 一起工作。链接只给你本人，只能用一次。`,
  },
  link,
  button: { en: 'Join', zh: '加入' },
})
