import { defineAction, ref, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { Comment, CommentView, Task } from '../entities.ts'
import { taskCommented, taskHinted } from '../events.ts'
import { linkTo, streamOf } from '../look.ts'
import { hintGuests } from '../record.ts'
import { follow } from '../relate.ts'

const PEOPLE_MAX = 1000

export const createComment = defineAction({
  id: 'projects.comment.create',
  kind: 'command',
  effect: 'local',
  title: 'Comment on a task',
  description:
    'Says something on a task that you may see. Its assignee, its followers and whom you mention hear of it, as far as they may see the task.',
  input: T.Object(
    {
      task: ref(Task, { title: 'Task' }),
      text: Comment.fields.text,
      mentions: Comment.fields.mentions,
    },
    { additionalProperties: false },
  ),
  output: CommentView,
  emits: [taskCommented, taskHinted],
  subject: 'task',
  scope: 'projects.use',
  mcp: 'listed',
}).run(async ({ task: id, text, mentions = [] }, ctx) => {
  const task = await ctx.records(Task).get(id)
  const comment = await ctx.records(Comment).create({
    project: task.project,
    task: id,
    author: ctx.actor.id,
    text,
    ...(mentions.length ? { mentions } : {}),
  })
  await ctx.sql`UPDATE projects.task SET comments = comments + 1 WHERE org = ${ctx.org} AND id = ${id}`
  await follow(ctx, [{ project: task.project, task: id, person: ctx.actor.id }])
  const payload = { project: task.project, id, comment }
  ctx.emit(taskCommented, payload, { stream: streamOf(task.project), subject: id })
  await hintGuests(ctx, [task])
  const hearing = await ctx.sql<{ person: string }>`
    SELECT m.person FROM projects.member m WHERE m.org = ${ctx.org} AND m.project = ${task.project} AND m.person::text <> ${ctx.actor.id}
      AND (m.person = ${task.assignee ?? null}::uuid OR (m.person = ANY(${mentions}::uuid[]) AND m.role <> 'guest')
        OR EXISTS (SELECT 1 FROM projects.follower f WHERE f.org = ${ctx.org} AND f.task = ${id} AND f.person = m.person))
    LIMIT ${PEOPLE_MAX}`
  const named = hearing.flatMap(({ person }) => (mentions.includes(person) ? [person] : []))
  const others = hearing.flatMap(({ person }) => (mentions.includes(person) ? [] : [person]))
  const { name } = ctx.actor
  const tell = async (people: string[], title: { en: string; zh: string }) => {
    const said = { kind: taskCommented.id, body: text.slice(0, 2000), link: linkTo(task) }
    if (people.length > 0) await ctx.call(sendNotice, { people, title, ...said })
  }
  await tell(named, {
    en: `${name} mentioned you on “${task.title}”`,
    zh: `${name}在“${task.title}”的评论里提到了你`,
  })
  await tell(others, {
    en: `${name} commented on “${task.title}”`,
    zh: `${name}评论了“${task.title}”`,
  })
  return comment
})
