import { defineAction, ref, T } from '#kernel'
import { Comment, Task } from '../entities.ts'
import { commentDeleted, taskHinted } from '../events.ts'
import { streamOf } from '../look.ts'
import { hintGuests } from '../record.ts'

export const deleteComment = defineAction({
  id: 'projects.comment.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a comment',
  description: 'Takes back what you said on a task; a lead may take back anybody’s.',
  input: T.Object({ comment: ref(Comment, { title: 'Comment' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  emits: [commentDeleted, taskHinted],
  subject: 'comment',
  scope: 'projects.use',
  destructive: true,
}).run(async ({ comment: id }, ctx) => {
  const { project, task } = await ctx.records(Comment).get(id)
  await ctx.records(Comment).delete(id)
  await ctx.sql`UPDATE projects.task SET comments = comments - 1 WHERE org = ${ctx.org} AND id = ${task}`
  const payload = { project, id: task, comment: id }
  ctx.emit(commentDeleted, payload, { stream: streamOf(project), subject: task })
  await hintGuests(ctx, [await ctx.records(Task).get(task)])
  return { deleted: id }
})
