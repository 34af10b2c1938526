import { T, defineAction, ref } from '#kernel'
import { Group, GroupMember } from '../entities.ts'
import { personPlaced } from '../events.ts'

export const removeFromGroup = defineAction({
  id: 'directory.group.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove people from a group',
  description: 'They lose the rights of the group at once.',
  input: T.Object(
    {
      group: T.Id({ title: 'Group', 'x-pick': 'directory.group.list' }),
      people: T.Array(ref('directory.person'), { minItems: 1, maxItems: 200, title: 'People' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ removed: T.Integer() }),
  emits: [personPlaced],
  subject: 'group',
  scope: 'directory.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ group, people }, ctx) => {
  await ctx.records(Group).get(group)
  const { items } = await ctx
    .records(GroupMember)
    .list({ where: { group, person: { in: people } }, limit: 200 })
  for (const { id, person } of items) {
    await ctx.records(GroupMember).delete(id)
    ctx.emit(personPlaced, { person })
    ctx.revoke({ org: ctx.org, id: person })
  }
  return { removed: items.length }
})
