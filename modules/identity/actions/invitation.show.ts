import { OPERATOR_ORG, T, defineAction, sensitive } from '#kernel'
import { findInvitation, noInvitation } from '../invitations.ts'
import { kernelOf, operatorSql } from '../running.ts'

export const showInvitation = defineAction({
  id: 'identity.invitation.show',
  kind: 'query',
  effect: 'local',
  title: 'Look at an invitation',
  description: 'What an invitation leads to, by the token of its link or its join code.',
  input: T.Object(
    {
      invitation: sensitive(
        T.String({ minLength: 10, maxLength: 200, title: 'Link token or join code' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    organisation: T.Object({ name: T.String(), kind: T.String() }),
    email: T.Optional(T.String()),
    invited_by: T.Optional(T.String()),
    approval: T.Boolean(),
    /** Signed in already: joining takes one press. */
    signed_in: T.Boolean(),
  }),
  errors: { noInvitation },
  scope: 'everyone',
  ratePerMinute: 30,
}).run(async ({ invitation }, ctx) => {
  const found = await findInvitation(ctx, invitation)
  if (!found) throw ctx.error('noInvitation')
  const [[organisation], [by]] = await Promise.all([
    operatorSql(ctx)<{
      name: string
      kind: string
    }>`SELECT name, kind FROM parties.organisation WHERE org = ${OPERATOR_ORG} AND id = ${found.org} AND status = 'active'`,
    kernelOf(ctx).database.reader(found.org).sql<{
      name: string
    }>`SELECT name FROM directory.person WHERE org = ${found.org} AND id = ${found.invited_by}`,
  ])
  if (!organisation) throw ctx.error('noInvitation')
  return {
    organisation,
    ...(found.email === null ? {} : { email: found.email }),
    ...(by ? { invited_by: by.name } : {}),
    approval: found.approval,
    signed_in: ctx.actor.account !== undefined,
  }
})
