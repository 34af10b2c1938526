import { defineAction, invalid, ref, T } from '#kernel'
import { attachFiles } from '#modules/files'
import { changeTask } from '../change.ts'
import { Task, TaskView } from '../entities.ts'
import { recordEvents } from '../record.ts'

const FILES_MAX = 50

export const attachToTask = defineAction({
  id: 'projects.task.attach',
  kind: 'command',
  effect: 'local',
  title: 'Attach files to a task',
  description: 'Hangs your uploads on a task; whoever may see the task may read them.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      files: T.Array(ref('files.file'), {
        minItems: 1,
        maxItems: FILES_MAX,
        uniqueItems: true,
        title: 'Files',
      }),
    },
    { additionalProperties: false },
  ),
  output: TaskView,
  errors: {
    filesMissing: invalid(
      'Some files are not your uploads, or hang elsewhere.',
      'Upload them again.',
    ),
    tooMany: invalid('A task has at most fifty files.', 'Put them into one archive.'),
  },
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
}).run(async ({ task: id, files }, ctx) => {
  await ctx.sql`SELECT 1 FROM projects.task WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const { files: had = [] } = await ctx.records(Task).get(id)
  if (had.length + files.length > FILES_MAX) throw ctx.error('tooMany')
  const { after } = await changeTask(ctx, id, { files: [...had, ...files] })
  const items = files.map((file) => ({ file, uploader: ctx.actor.id, record: id }))
  const attached = await attachFiles(ctx, Task.id, items)
  if (attached.size < files.length)
    throw ctx.error('filesMissing', { files: files.filter((file) => !attached.has(file)) })
  return after
})
