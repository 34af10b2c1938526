import { defineAction, T } from '#kernel'
import { Person } from '#modules/directory'
import { CATEGORIES, PRIORITIES, Project, Task } from '../entities.ts'

const WHY = 'what the project’s group is shown of a task'

/** What a task's card shows to everybody in the project's group. */
export const faceOfTask = defineAction({
  id: 'projects.task.face',
  kind: 'query',
  effect: 'local',
  title: 'What a task’s card shows',
  description: 'The public face of a task, for its card.',
  input: T.Object({ task: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    key: T.String(),
    title: T.String(),
    project: T.Object({ id: T.Id(), name: T.String() }),
    state: T.String(),
    category: T.Enum(CATEGORIES),
    open: T.Boolean(),
    free: T.Boolean(),
    priority: T.Optional(T.Enum(PRIORITIES)),
    assignee: T.Optional(T.Object({ id: T.Id(), name: T.String() })),
    due_on: T.Optional(T.Day()),
    checked: T.Optional(T.Integer()),
    checks: T.Optional(T.Integer()),
  }),
  subject: 'task',
  scope: 'projects.use',
  internal: true,
}).run(async ({ task: id }, ctx) => {
  const task = await ctx.records(Task).unchecked(WHY).get(id)
  const [project, assignee] = await Promise.all([
    ctx.records(Project).unchecked(WHY).get(task.project),
    task.assignee ? ctx.records(Person).unchecked(WHY).find(task.assignee) : undefined,
  ])
  const state = project.states.find(({ key }) => key === task.state)
  return {
    id,
    key: task.key,
    title: task.title,
    project: { id: project.id, name: project.name },
    state: state?.name ?? task.state,
    category: task.category,
    open: task.category !== 'done',
    free: task.category !== 'done' && !task.assignee,
    ...(task.priority === 'normal' ? {} : { priority: task.priority }),
    ...(assignee ? { assignee: { id: assignee.id, name: assignee.name } } : {}),
    ...(task.due_on ? { due_on: task.due_on } : {}),
    ...(task.checklist?.length
      ? {
          checks: task.checklist.length,
          checked: task.checklist.filter(({ done }) => done).length,
        }
      : {}),
  }
})
