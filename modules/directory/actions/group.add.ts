import { T, defineAction, fail, ref } from '#kernel'
import { Group, GroupMember } from '../entities.ts'
import { personPlaced } from '../events.ts'

/** As many as one form adds. */
const PEOPLE_MAX = 200

export const addToGroup = defineAction({
  id: 'directory.group.add',
  kind: 'command',
  effect: 'local',
  title: 'Add people to a group',
  description: 'They get the rights of the group at once. Who is in it already stays as he is.',
  input: T.Object(
    {
      group: T.Id({ title: 'Group', 'x-pick': 'directory.group.list' }),
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: PEOPLE_MAX,
        title: 'People',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ added: T.Integer() }),
  emits: [personPlaced],
  subject: 'group',
  scope: 'directory.manage',
  idempotent: true,
}).run(async ({ group, people }, ctx) => {
  await ctx.records(Group).get(group)
  const wanted = [...new Set(people)]
  const found = await ctx.sql<{ id: string; present: boolean }>`
    SELECT p.id, EXISTS (SELECT 1 FROM directory.group_member m
      WHERE m.org = ${ctx.org} AND m.person = p.id AND m."group" = ${group}) AS present
    FROM directory.person p WHERE p.org = ${ctx.org} AND p.id = ANY(${wanted}::uuid[]) AND p.status <> 'left'`
  if (found.length < wanted.length) {
    throw fail(
      'invalid',
      'Not everyone of these works here.',
      'Choose people of this organisation.',
    )
  }
  const fresh = found.filter(({ present }) => !present)
  await ctx.records(GroupMember).createMany(fresh.map(({ id }) => ({ group, person: id })))
  for (const { id: person } of fresh) {
    ctx.emit(personPlaced, { person })
    ctx.revoke({ org: ctx.org, id: person })
  }
  return { added: fresh.length }
})
