import { defineAction, forbidden, ref, T } from '#kernel'
import { changeTask } from '../change.ts'
import { Task, TaskView } from '../entities.ts'
import { recordEvents } from '../record.ts'

export const takeTask = defineAction({
  id: 'projects.task.take',
  kind: 'command',
  effect: 'local',
  title: 'Take a task',
  description: 'Makes you the assignee of a task in a project that you are a member of.',
  input: T.Object({ task: ref(Task, { title: 'Task' }) }, { additionalProperties: false }),
  output: TaskView,
  errors: { onlyPeople: forbidden('Only a person takes a task.', 'Name an assignee instead.') },
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ task: id }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  return (await changeTask(ctx, id, { assignee: ctx.actor.id })).after
})
