import { T, defineAction } from '#kernel'
import type { Range } from '#kernel'
import { Role } from '../entities.ts'
import { roleChanged } from '../events.ts'
import { lacking, notYours } from '../rights.ts'

export const deleteRole = defineAction({
  id: 'identity.role.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a role',
  description: 'Withdraws it from everyone who has it, at once.',
  input: T.Object({ role: T.Id({ title: 'Role' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id(), withdrawn: T.Integer() }),
  errors: { notYours },
  emits: [roleChanged],
  subject: 'role',
  scope: 'identity.roles',
  destructive: true,
}).run(async ({ role: id }, ctx) => {
  const role = await ctx.records(Role).get(id)
  const missing = lacking(
    ctx.actor,
    new Map(role.scopes.map((scope) => [scope, role.range as Range])),
  )
  if (missing.length) throw ctx.error('notYours', { scopes: missing })
  const withdrawn =
    await ctx.sql`DELETE FROM identity."grant" WHERE org = ${ctx.org} AND role = ${id} RETURNING id`
  await ctx
    .records(Role)
    .unchecked('the right identity.roles and the check above decide')
    .delete(id)
  ctx.emit(roleChanged, { role: id })
  ctx.revoke({ org: ctx.org })
  return { deleted: id, withdrawn: withdrawn.length }
})
