import { conflict, defineAction, ref, T } from '#kernel'
import { changeTask } from '../change.ts'
import { circle } from '../depend.ts'
import { Task, TaskView } from '../entities.ts'
import { lockProject } from '../look.ts'
import { recordEvents } from '../record.ts'
import { arrowsOf, inProject } from '../relate.ts'

const f = Task.fields
const clearable = <S extends typeof f.due_on | typeof f.estimate>(schema: S) =>
  T.Optional(T.Union([schema, T.Null()], { title: (schema as { title?: string }).title ?? '' }))

export const updateTask = defineAction({
  id: 'projects.task.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a task',
  description:
    'Changes the given fields; null clears an optional one. With “rev” it refuses when somebody else was faster.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      rev: T.Optional(T.Integer()),
      title: T.Optional(f.title),
      state: T.Optional(f.state),
      assignee: clearable(f.assignee),
      priority: T.Optional(f.priority),
      start_on: clearable(f.start_on),
      due_on: clearable(f.due_on),
      estimate: clearable(f.estimate),
      description: T.Optional(
        T.Union([f.description, T.Null()], { title: 'Description', 'x-long': true }),
      ),
      labels: T.Optional(T.Union([f.labels, T.Null()], { title: 'Labels' })),
      parent: clearable(f.parent),
      checklist: T.Optional(T.Union([f.checklist, T.Null()], { title: 'Checklist' })),
      custom: T.Optional(
        T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean(), T.Null()]), {
          'x-kind': 'json',
          title: 'Further fields',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: TaskView,
  errors: {
    circle: conflict('A task cannot be a part of itself.', 'Choose another task.'),
  },
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
  idempotent: true,
  mcp: 'listed',
}).run(async ({ task: id, rev, ...patch }, ctx) => {
  if (patch.parent) {
    const { project } = await ctx.records(Task).get(id)
    await lockProject(ctx, project)
    await inProject(ctx, project, [patch.parent])
    const way = circle(await arrowsOf(ctx, project, 'parent'), id, patch.parent)
    if (way) throw ctx.error('circle', { way })
  }
  const { after } = await changeTask(ctx, id, patch as never, rev === undefined ? {} : { rev })
  return after
})
