import { conflict, defineAction, ref, T } from '#kernel'
import { changeTask } from '../change.ts'
import { Project, Task, TaskView } from '../entities.ts'
import { recordEvents } from '../record.ts'

export const completeTask = defineAction({
  id: 'projects.task.complete',
  kind: 'command',
  effect: 'local',
  title: 'Complete a task',
  description: 'Puts a task into the first column that counts as done.',
  input: T.Object({ task: ref(Task, { title: 'Task' }) }, { additionalProperties: false }),
  output: TaskView,
  errors: { alreadyDone: conflict('This task is done already.', 'There is nothing to do.') },
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
  mcp: 'listed',
}).run(async ({ task: id }, ctx) => {
  const tasks = ctx.records(Task)
  const task = (await tasks.find(id)) ?? (await tasks.update(id, {}))
  if (task.category === 'done') throw ctx.error('alreadyDone')
  const { states } = await ctx.records(Project).get(task.project)
  const { key } = states.find(({ category }) => category === 'done')!
  return (await changeTask(ctx, id, { state: key })).after
})
