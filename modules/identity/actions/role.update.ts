import { T, defineAction } from '#kernel'
import type { Range } from '#kernel'
import { Role } from '../entities.ts'
import { roleChanged } from '../events.ts'
import { lacking, noScope, notYours, unknownScopes } from '../rights.ts'
import { nameTaken } from './role.create.ts'

export const updateRole = defineAction({
  id: 'identity.role.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a role',
  description: 'Takes effect at once for everyone who has it.',
  input: T.Object(
    {
      role: T.Id({ title: 'Role' }),
      rev: T.Optional(T.Integer()),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      description: T.Optional(T.String({ maxLength: 500, title: 'Description' })),
      scopes: T.Optional(
        T.Array(T.String({ maxLength: 100 }), {
          minItems: 1,
          maxItems: 500,
          uniqueItems: true,
          title: 'Rights',
          'x-pick': 'identity.scope.list',
        }),
      ),
      range: T.Optional(T.Enum(['self', 'department', 'subtree', 'all'], { title: 'Reach' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ role: T.Id() }),
  errors: { notYours, noScope, nameTaken },
  emits: [roleChanged],
  subject: 'role',
  scope: 'identity.roles',
  idempotent: true,
}).run(async ({ role: id, rev, ...patch }, ctx) => {
  const roles = ctx.records(Role)
  const before = await roles.get(id)
  const unknown = unknownScopes(ctx.registry, patch.scopes ?? [])
  if (unknown.length) throw ctx.error('noScope', { scopes: unknown })
  const after = { ...before, ...patch }
  // Neither what it gives now nor what it would give: a role beyond one's own is not one's to touch.
  for (const { scopes, range } of [before, after]) {
    const missing = lacking(ctx.actor, new Map(scopes.map((scope) => [scope, range as Range])))
    if (missing.length) throw ctx.error('notYours', { scopes: missing })
  }
  const [twin] =
    await ctx.sql`SELECT id FROM identity.role WHERE org = ${ctx.org} AND lower(name) = lower(${after.name}) AND id <> ${id}`
  if (twin) throw ctx.error('nameTaken')
  await roles
    .unchecked('the right identity.roles and the checks above decide')
    .update(id, patch, rev === undefined ? {} : { rev })
  ctx.emit(roleChanged, { role: id })
  ctx.revoke({ org: ctx.org })
  return { role: id }
})
