import { T, defineAction } from '#kernel'
import { Invitation } from '../entities.ts'
import { invitationRevoked } from '../events.ts'

export const revokeInvitation = defineAction({
  id: 'identity.invitation.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Withdraw an invitation',
  description: 'Its link or code opens nothing from now on. Whoever joined stays.',
  input: T.Object({ invitation: T.Id({ title: 'Invitation' }) }, { additionalProperties: false }),
  output: T.Object({ revoked: T.Id() }),
  emits: [invitationRevoked],
  subject: 'invitation',
  scope: 'identity.invite',
  destructive: true,
  idempotent: true,
}).run(async ({ invitation: id }, ctx) => {
  const invitation = await ctx.records(Invitation).get(id)
  if (invitation.revoked_at === undefined) {
    await ctx
      .records(Invitation)
      .unchecked('who may invite may withdraw')
      .update(id, { revoked_at: ctx.now.toISOString() })
    ctx.emit(invitationRevoked, { invitation: id })
  }
  return { revoked: id }
})
