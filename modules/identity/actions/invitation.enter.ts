import { OPERATOR_ORG, T, conflict, defineAction, sensitive } from '#kernel'
import { accountExists, admit, createAccount } from '../accounts.ts'
import { JoinRequest } from '../entities.ts'
import { accountCreated, invitationAccepted } from '../events.ts'
import { noInvitation } from '../invitations.ts'
import { accountById, normalMobile } from '../logins.ts'

export const enterOrganisation = defineAction({
  id: 'identity.invitation.enter',
  kind: 'command',
  effect: 'local',
  title: 'Enter an organisation',
  description: 'The short command behind identity.invitation.accept.',
  input: T.Object(
    {
      organisation: T.Id(),
      invitation: T.Id(),
      account: T.Optional(T.Id()),
      newcomer: T.Optional(
        T.Object({
          name: T.String(),
          email: T.Optional(T.String()),
          mobile: T.Optional(T.String()),
          locale: T.Optional(T.String()),
          password_hash: sensitive(T.String()),
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    status: T.Enum(['joined', 'waiting']),
    organisation: T.Id(),
    person: T.Optional(T.Id()),
    account: T.Id(),
  }),
  errors: {
    noInvitation,
    accountExists,
    alreadyMember: conflict('You are a member of this organisation already.', 'Switch to it.'),
  },
  emits: [accountCreated, invitationAccepted],
  subject: 'invitation',
  scope: 'member',
  internal: true,
}).run(async (input, ctx) =>
  ctx.within(input.organisation, async (inside) => {
    // Counted where it is looked at, so that the last place is taken once.
    const [invitation] = await inside.sql<{
      kind: string
      email: string | null
      department: string | null
      approval: boolean
    }>`
      UPDATE identity.invitation SET uses = uses + 1, rev = rev + 1, updated_at = now()
      WHERE org = ${inside.org} AND id = ${input.invitation} AND revoked_at IS NULL AND expires_at > clock_timestamp() AND (max_uses IS NULL OR uses < max_uses)
      RETURNING kind, email, department, approval`
    if (!invitation) throw ctx.error('noInvitation')
    const { newcomer } = input
    const account = newcomer
      ? await createAccount(ctx, { ...newcomer, passwordHash: newcomer.password_hash })
      : input.account!
    const known = (await ctx.within(OPERATOR_ORG, ({ sql }) => accountById(sql, account)))!
    // Only whoever got the mail has proved that the address is his; otherwise a colleague's place in the
    // directory could be taken by knowing his address.
    const proven = invitation.kind === 'email' ? invitation.email : null
    const namesakes = await inside.sql<{
      id: string
      account: string | null
      status: string
      proven: boolean
    }>`
      SELECT id, account, status, coalesce(email = ${proven}, false) AS proven FROM directory.person
      WHERE org = ${inside.org} AND status <> 'left' AND (account = ${account} OR email IN (${proven}, ${known.email}) OR mobile = ${known.mobile === null ? null : normalMobile(known.mobile)})`
    if (namesakes.some((person) => person.account === account)) throw ctx.error('alreadyMember')
    const own = namesakes.find((person) => person.proven && person.account === null)
    const contested = namesakes.some((person) => person !== own)
    if (invitation.approval || contested) {
      const { name, email, mobile } = known
      await inside
        .records(JoinRequest)
        .unchecked('the invitation lets him ask')
        .create({
          invitation: input.invitation,
          account,
          name,
          status: 'waiting',
          ...(email === null ? {} : { email }),
          ...(mobile === null ? {} : { mobile }),
        })
      inside.emit(invitationAccepted, { invitation: input.invitation })
      return { status: 'waiting', organisation: inside.org, account }
    }
    const person = await admit(inside, {
      account,
      name: known.name,
      email: known.email ?? undefined,
      mobile: known.mobile ?? undefined,
      department: invitation.department ?? undefined,
      person: own?.id,
    })
    inside.emit(invitationAccepted, { invitation: input.invitation, person })
    ctx.revoke({ account })
    return { status: 'joined', organisation: inside.org, person, account }
  }),
)
