import { defineAction, ref, T } from '#kernel'
import { deleteBlobs, removeFiles } from '#modules/files'
import { settleItems } from '#modules/todo'
import { Task } from '../entities.ts'
import { taskChanged, taskCreated, taskDeleted, taskHinted } from '../events.ts'
import { streamOf } from '../look.ts'
import { hintGuests, recordChanges } from '../record.ts'

export const deleteTask = defineAction({
  id: 'projects.task.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a task',
  description:
    'Deletes a task with its comments, files and history. Its parts stay and stand alone; what waited for it waits no more.',
  input: T.Object({ task: ref(Task, { title: 'Task' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  emits: [taskDeleted, taskChanged, taskCreated, taskHinted],
  subject: 'task',
  scope: 'projects.use',
  destructive: true,
}).run(async ({ task: id }, ctx) => {
  const tasks = ctx.records(Task)
  const task = (await tasks.find(id)) ?? (await tasks.update(id, {}))
  await tasks.delete(id)
  await hintGuests(ctx, [task])
  const others = ctx.records(Task).unchecked('whoever deletes a task frees those that point at it')
  const pointing = await ctx.sql<{ id: string }>`
    SELECT id FROM projects.task WHERE org = ${ctx.org} AND project = ${task.project}
      AND (parent = ${id} OR strpos(blocked_by::text, ${id}::text) > 0) ORDER BY id`
  const changes = []
  for (const each of pointing) {
    const before = await others.get(each.id)
    const waits = before.blocked_by?.filter((one) => one !== id) ?? []
    const after = await others.update(before.id, {
      ...(before.parent === id ? { parent: null } : {}),
      ...(before.blocked_by ? { blocked_by: waits.length ? waits : null } : {}),
    })
    changes.push({ before, after })
  }
  await recordChanges(ctx, changes, { quiet: true })
  await ctx.sql`DELETE FROM projects.comment WHERE org = ${ctx.org} AND task = ${id}`
  await ctx.sql`DELETE FROM projects.follower WHERE org = ${ctx.org} AND task = ${id}`
  await ctx.sql`DELETE FROM projects.activity WHERE org = ${ctx.org} AND task = ${id}`
  if (task.files?.length) {
    const keys = await removeFiles(ctx, task.files)
    if (keys.length) ctx.enqueue(deleteBlobs, { keys })
  }
  await ctx.callAsModule(settleItems, { keys: [id], state: 'dropped' })
  ctx.emit(
    taskDeleted,
    { project: task.project, id },
    { stream: streamOf(task.project), subject: id },
  )
  return { deleted: id }
})
