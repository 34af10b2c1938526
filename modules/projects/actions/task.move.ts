import { defineAction, fail, ref, T } from '#kernel'
import { changeTask } from '../change.ts'
import { Project, Task, TaskView } from '../entities.ts'
import { lockProject, stateOf } from '../look.ts'
import { keyBetween } from '../order.ts'
import { recordEvents } from '../record.ts'

export const moveTask = defineAction({
  id: 'projects.task.move',
  kind: 'command',
  effect: 'local',
  title: 'Move a task on the board',
  description:
    'Puts a task into a column, behind another task of that column or at its top. Answers where it stood, so that the same action undoes it.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      state: Task.fields.state,
      after: T.Optional(
        T.Union([ref(Task), T.Null()], {
          title: 'Behind',
          description: 'The task above it; null is the top, absent the end.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    task: TaskView,
    before: T.Object({ state: T.String(), after: T.Union([T.Id(), T.Null()]) }),
  }),
  emits: recordEvents,
  subject: 'task',
  scope: 'projects.use',
  idempotent: true,
  mcp: 'listed',
}).run(async ({ task: id, state, after: above }, ctx) => {
  const found = await ctx.records(Task).find(id)
  // Refuses whoever may not change it, with the reason.
  const task = found ?? (await ctx.records(Task).update(id, {}))
  stateOf(await ctx.records(Project).get(task.project), state)
  await lockProject(ctx, task.project)
  const stood = await ctx.records(Task).first({
    where: {
      project: task.project,
      state: task.state,
      position: { lt: task.position },
      id: { ne: id },
    },
    sort: ['-position'],
  })
  const position = await placeIn(above)
  const { after } = await changeTask(ctx, id, { state }, { position })
  return { task: after, before: { state: task.state, after: stood?.id ?? null } }

  async function placeIn(behind: string | null | undefined): Promise<string> {
    if (behind === id) return task.position
    const rows = await ctx.sql<{ id: string; position: string }>`
      SELECT id, position FROM projects.task
      WHERE org = ${ctx.org} AND project = ${task.project} AND state = ${state} AND id <> ${id}
        AND (${behind ?? null}::uuid IS NULL OR position >= (SELECT position FROM projects.task WHERE org = ${ctx.org} AND id = ${behind ?? null}::uuid))
      ORDER BY CASE WHEN ${behind === undefined} THEN position END DESC, position LIMIT 2`
    if (behind === undefined) return keyBetween(rows[0]?.position, undefined)
    if (behind === null) return keyBetween(undefined, rows[0]?.position)
    if (rows[0]?.id !== behind)
      throw fail(
        'conflict',
        'The task to stand behind is not in that column any more.',
        'Look at the board again.',
      )
    return keyBetween(rows[0].position, rows[1]?.position)
  }
})
