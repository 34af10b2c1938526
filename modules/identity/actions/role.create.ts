import { T, conflict, defineAction } from '#kernel'
import type { Range } from '#kernel'
import { Role } from '../entities.ts'
import { roleChanged } from '../events.ts'
import { lacking, noScope, notYours, unknownScopes } from '../rights.ts'

export const nameTaken = conflict('Another role already has this name.', 'Choose another name.')

export const createRole = defineAction({
  id: 'identity.role.create',
  kind: 'command',
  effect: 'local',
  title: 'Create a role',
  description:
    'A role is a set of rights and how far they reach: oneself, one’s departments, those below them too, or everything.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      description: T.Optional(T.String({ maxLength: 500, title: 'Description' })),
      scopes: T.Array(T.String({ maxLength: 100 }), {
        minItems: 1,
        maxItems: 500,
        uniqueItems: true,
        title: 'Rights',
        'x-pick': 'identity.scope.list',
      }),
      range: T.Enum(['self', 'department', 'subtree', 'all'], { title: 'Reach' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ role: T.Id() }),
  errors: { notYours, noScope, nameTaken },
  emits: [roleChanged],
  scope: 'identity.roles',
}).run(async (input, ctx) => {
  const unknown = unknownScopes(ctx.registry, input.scopes)
  if (unknown.length) throw ctx.error('noScope', { scopes: unknown })
  const missing = lacking(
    ctx.actor,
    new Map(input.scopes.map((scope) => [scope, input.range as Range])),
  )
  if (missing.length) throw ctx.error('notYours', { scopes: missing })
  const [twin] =
    await ctx.sql`SELECT id FROM identity.role WHERE org = ${ctx.org} AND lower(name) = lower(${input.name})`
  if (twin) throw ctx.error('nameTaken')
  const role = await ctx
    .records(Role)
    .unchecked('the right identity.roles and the checks above decide')
    .create(input)
  ctx.emit(roleChanged, { role: role.id })
  return { role: role.id }
})
