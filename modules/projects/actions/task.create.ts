import { defineAction, invalid, ref, T } from '#kernel'
import { attachFiles } from '#modules/files'
import { customOf } from '../custom.ts'
import { Project, Task, TaskView } from '../entities.ts'
import { activeProject, lastPosition, requireSeats, stateOf } from '../look.ts'
import { keyBetween } from '../order.ts'
import { recordChanges, recordEvents } from '../record.ts'
import { follow, inProject } from '../relate.ts'

const f = Task.fields

export const createTask = defineAction({
  id: 'projects.task.create',
  kind: 'command',
  effect: 'local',
  title: 'New task',
  description:
    'Makes a task in a project that you are a member of; without a state it goes to the first column, at its end.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      title: f.title,
      state: T.Optional(f.state),
      assignee: f.assignee,
      priority: T.Optional(f.priority),
      due_on: f.due_on,
      start_on: f.start_on,
      description: f.description,
      estimate: f.estimate,
      labels: f.labels,
      parent: f.parent,
      checklist: f.checklist,
      custom: f.custom,
      files: f.files,
    },
    { additionalProperties: false },
  ),
  output: TaskView,
  errors: {
    filesMissing: invalid(
      'Some files are not your uploads, or hang elsewhere.',
      'Upload them again.',
    ),
  },
  emits: recordEvents,
  subject: 'project',
  scope: 'projects.use',
  mcp: 'listed',
}).run(async ({ project: id, state, priority = 'normal', files = [], custom, ...input }, ctx) => {
  const project = await activeProject(ctx, id)
  const { key: column, category } = stateOf(project, state ?? project.states[0]!.key)
  if (input.assignee) await requireSeats(ctx, id, [input.assignee])
  if (input.parent) await inProject(ctx, id, [input.parent])
  const values = customOf(project.fields ?? [], custom ?? {})
  const number = await nextNumbers(ctx, id, 1)
  const task = await ctx.records(Task).create({
    ...input,
    project: id,
    number,
    key: `${project.key}-${number}`,
    state: column,
    category,
    priority,
    position: keyBetween(await lastPosition(ctx, id, column), undefined),
    comments: 0,
    created_by: ctx.actor.id,
    ...(category === 'done' ? { done_at: ctx.now.toISOString() } : {}),
    ...(Object.keys(values).length ? { custom: values } : {}),
    ...(files.length ? { files } : {}),
  })
  const items = files.map((file) => ({ file, uploader: ctx.actor.id, record: task.id }))
  const attached = await attachFiles(ctx, Task.id, items)
  if (attached.size < files.length) throw ctx.error('filesMissing')
  await follow(ctx, [{ project: id, task: task.id, person: ctx.actor.id }])
  await recordChanges(ctx, [{ after: task }])
  return task
})

/** The first of `count` numbers; the project's row keeps others waiting until this commits. */
export async function nextNumbers(
  ctx: Pick<Parameters<typeof lastPosition>[0], 'sql' | 'org'>,
  project: string,
  count: number,
): Promise<number> {
  const [row] = await ctx.sql<{ counter: number }>`
    UPDATE projects.project SET counter = counter + ${count} WHERE org = ${ctx.org} AND id = ${project} RETURNING counter`
  return Number(row!.counter) - count + 1
}
