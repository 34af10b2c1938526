import { defineAction, fail, ref, T } from '#kernel'
import { Follower, Task } from '../entities.ts'
import { taskFollowed, taskHinted } from '../events.ts'
import { streamOf } from '../look.ts'

export const followTask = defineAction({
  id: 'projects.task.follow',
  kind: 'command',
  effect: 'local',
  title: 'Follow a task',
  description:
    'You, or somebody else of the project, hear what becomes of a task; for a guest this is also how to come to see it.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      person: T.Optional(ref('directory.person', { title: 'Person' })),
      on: T.Optional(T.Boolean({ title: 'Follows', default: true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ task: T.Id(), person: T.Id(), on: T.Boolean() }),
  emits: [taskFollowed, taskHinted],
  subject: 'task',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ task: id, person, on = true }, ctx) => {
  const who = person ?? ctx.actor.id
  const { project } = await ctx.records(Task).get(id)
  const followers = ctx.records(Follower)
  const present = await followers.first({ where: { task: id, person: who } })
  if (on === Boolean(present)) return { task: id, person: who, on }
  if (on) {
    const [seat] = await ctx.sql`
      SELECT 1 FROM projects.member WHERE org = ${ctx.org} AND project = ${project} AND person = ${who}`
    if (!seat)
      throw fail(
        'invalid',
        'This person is not in the project.',
        'Add the person to the project first, as a member or a guest.',
      )
    await followers.create({ project, task: id, person: who })
  } else await followers.delete(present!.id)
  const place = { subject: id }
  ctx.emit(taskFollowed, { project, id, person: who, on }, { ...place, stream: streamOf(project) })
  ctx.emit(taskHinted, { project, id }, { ...place, stream: `person:${who}` })
  return { task: id, person: who, on }
})
