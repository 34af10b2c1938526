import { T, defineAction } from '#kernel'
import { Assignment } from '../entities.ts'
import { personPlaced } from '../events.ts'

export const deleteAssignment = defineAction({
  id: 'directory.assignment.delete',
  kind: 'command',
  effect: 'local',
  title: 'End an assignment',
  description: 'The person no longer belongs to that further department.',
  input: T.Object(
    { assignment: T.Id({ title: 'Assignment', 'x-pick': 'directory.assignment.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Id() }),
  emits: [personPlaced],
  subject: 'assignment',
  scope: 'directory.manage',
  destructive: true,
}).run(async ({ assignment }, ctx) => {
  const { person } = await ctx.records(Assignment).get(assignment)
  await ctx.records(Assignment).delete(assignment)
  ctx.emit(personPlaced, { person })
  ctx.revoke({ org: ctx.org, id: person })
  return { deleted: assignment }
})
