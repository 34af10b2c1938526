import { T, defineAction } from '#kernel'
import { Group } from '../entities.ts'
import { personPlaced } from '../events.ts'

export const deleteGroup = defineAction({
  id: 'directory.group.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a group',
  description: 'Its members stay colleagues and lose the rights of the group.',
  input: T.Object(
    { group: T.Id({ title: 'Group', 'x-pick': 'directory.group.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Id() }),
  emits: [personPlaced],
  subject: 'group',
  scope: 'directory.manage',
  destructive: true,
}).run(async ({ group }, ctx) => {
  await ctx.records(Group).delete(group)
  const members = await ctx.sql<{ person: string }>`
    DELETE FROM directory.group_member WHERE org = ${ctx.org} AND "group" = ${group} RETURNING person`
  for (const { person } of members) ctx.emit(personPlaced, { person })
  ctx.revoke({ org: ctx.org })
  return { deleted: group }
})
