import { conflict, defineAction, ref, T } from '#kernel'
import { changeTask } from '../change.ts'
import { circle } from '../depend.ts'
import { Task, TaskView } from '../entities.ts'
import { lockProject } from '../look.ts'
import { recordEvents } from '../record.ts'
import { arrowsOf, inProject } from '../relate.ts'

/** A task that waits for more is a project of its own. */
const BLOCKS_MAX = 50

export const blockTask = defineAction({
  id: 'projects.task.block',
  kind: 'command',
  effect: 'local',
  title: 'Let a task wait for another',
  description:
    'Says that a task cannot begin before another of its project is done, or with “on” false that it can. Refuses circles and names them.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      by: ref(Task, { title: 'Waits for' }),
      on: T.Optional(T.Boolean({ title: 'Waits', default: true })),
    },
    { additionalProperties: false },
  ),
  output: TaskView,
  errors: {
    circle: conflict('These tasks would wait for each other.', 'Take one of the waits away first.'),
    tooMany: conflict('A task waits for at most fifty others.', 'Split it.'),
  },
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ task: id, by, on = true }, ctx) => {
  const { project } = await ctx.records(Task).get(id)
  await lockProject(ctx, project)
  const { blocked_by: waits = [] } = await ctx.records(Task).get(id)
  if (on) {
    await inProject(ctx, project, [by])
    const way = circle(await arrowsOf(ctx, project, 'blocked_by'), id, by)
    if (way) throw ctx.error('circle', { way })
    if (waits.length >= BLOCKS_MAX) throw ctx.error('tooMany')
  }
  const others = waits.filter((each) => each !== by)
  const blocked_by = on ? [...others, by] : others
  return (await changeTask(ctx, id, { blocked_by: blocked_by.length ? blocked_by : null })).after
})
