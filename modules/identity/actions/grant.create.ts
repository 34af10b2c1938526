import { T, conflict, defineAction, invalid, notFound } from '#kernel'
import { Grant } from '../entities.ts'
import { grantChanged } from '../events.ts'
import { isBuiltIn } from '../actor.ts'
import { lacking, notYours, rightsOf } from '../rights.ts'

export const createGrant = defineAction({
  id: 'identity.grant.create',
  kind: 'command',
  effect: 'local',
  title: 'Grant a role',
  description:
    'To a person, department, post or group; takes effect at once. `role` is owner, admin, auditor or the id of a custom role.',
  input: T.Object(
    {
      role: T.String({
        minLength: 1,
        maxLength: 40,
        title: 'Role',
        'x-pick': 'identity.role.list',
      }),
      kind: T.Enum(['person', 'department', 'post', 'group'], { title: 'To a' }),
      holder: T.Id({ title: 'To' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ grant: T.Id() }),
  errors: {
    notYours,
    noRole: notFound('There is no such role.', 'See identity.role.list.'),
    noHolder: notFound(
      'There is no such person, department, post or group.',
      'Check the id and what kind it is of.',
    ),
    onlyPersons: invalid('Owners are named one by one.', 'Grant owner to a person.'),
    granted: conflict('It has been granted already.', 'Nothing needs to be done.'),
  },
  emits: [grantChanged],
  subject: 'holder',
  scope: 'identity.roles',
}).run(async ({ role, kind, holder }, ctx) => {
  const rights =
    role === 'member' || !(isBuiltIn(role) || ID.test(role)) ? undefined : await rightsOf(ctx, role)
  if (!rights) throw ctx.error('noRole')
  if (role === 'owner' && kind !== 'person') throw ctx.error('onlyPersons')
  const missing = lacking(ctx.actor, rights, role)
  if (missing.length) throw ctx.error('notYours', { scopes: missing })
  const [known] = await ctx.sql`
    SELECT 1 FROM directory.person WHERE ${kind} = 'person' AND org = ${ctx.org} AND id = ${holder} AND status <> 'left'
    UNION ALL SELECT 1 FROM directory.department WHERE ${kind} = 'department' AND org = ${ctx.org} AND id = ${holder}
    UNION ALL SELECT 1 FROM directory.post WHERE ${kind} = 'post' AND org = ${ctx.org} AND id = ${holder}
    UNION ALL SELECT 1 FROM directory."group" WHERE ${kind} = 'group' AND org = ${ctx.org} AND id = ${holder}`
  if (!known) throw ctx.error('noHolder')
  const grants = ctx
    .records(Grant)
    .unchecked('the right identity.roles and the checks above decide')
  if (await grants.first({ where: { role, holder } })) throw ctx.error('granted')
  const { id } = await grants.create({ role, kind, holder })
  ctx.emit(grantChanged, { grant: id, role, holder, given: true })
  ctx.revoke(kind === 'person' ? { org: ctx.org, id: holder } : { org: ctx.org })
  return { grant: id }
})
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
