import { T, conflict, defineAction } from '#kernel'
import { Grant } from '../entities.ts'
import { grantChanged } from '../events.ts'
import { lacking, notYours, rightsOf } from '../rights.ts'

export const deleteGrant = defineAction({
  id: 'identity.grant.delete',
  kind: 'command',
  effect: 'local',
  title: 'Withdraw a role',
  description: 'Takes effect at once. The last owner stays.',
  input: T.Object({ grant: T.Id({ title: 'Granted role' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  errors: {
    notYours,
    lastOwner: conflict(
      'An organisation keeps at least one owner.',
      'Make somebody else an owner first.',
    ),
  },
  emits: [grantChanged],
  subject: 'grant',
  scope: 'identity.roles',
  destructive: true,
}).run(async ({ grant: id }, ctx) => {
  const grant = await ctx.records(Grant).get(id)
  const missing = lacking(ctx.actor, (await rightsOf(ctx, grant.role)) ?? new Map(), grant.role)
  if (missing.length) throw ctx.error('notYours', { scopes: missing })
  if (grant.role === 'owner') {
    // All owners' rows are locked, so that two owners cannot remove each other at once.
    const owners = await ctx.sql<{ id: string }>`
      SELECT g.id FROM identity."grant" g JOIN directory.person p ON p.org = g.org AND p.id = g.holder AND p.status = 'active'
      WHERE g.org = ${ctx.org} AND g.role = 'owner' ORDER BY g.id FOR UPDATE OF g`
    if (!owners.some((owner) => owner.id !== id)) throw ctx.error('lastOwner')
  }
  await ctx
    .records(Grant)
    .unchecked('the right identity.roles and the checks above decide')
    .delete(id)
  ctx.emit(grantChanged, { grant: id, role: grant.role, holder: grant.holder, given: false })
  ctx.revoke(grant.kind === 'person' ? { org: ctx.org, id: grant.holder } : { org: ctx.org })
  return { deleted: id }
})
