import { defineAction, T } from '#kernel'
import { Task } from '../entities.ts'
import { putTodos } from '../record.ts'

/** To-dos of one transaction; the next ones are the next job’s. */
const CHUNK = 200

export const feedTasks = defineAction({
  id: 'projects.task.feed',
  kind: 'command',
  effect: 'local',
  title: 'Put open tasks on the list of to-dos',
  description:
    'Puts every open task of this organisation on the list of whom it is given to, as far as it is not there. A job, once, for tasks older than the list.',
  input: T.Object({ after: T.Optional(T.Id()) }, { additionalProperties: false }),
  output: T.Object({ put: T.Integer() }),
  silent: 'the to-dos tell it',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ after }, ctx) => {
  const { items } = await ctx
    .records(Task)
    .unchecked('the module feeds the list of to-dos')
    .list({
      where: {
        assignee: { ne: null },
        category: { ne: 'done' },
        ...(after ? { id: { gt: after } } : {}),
      },
      sort: ['id'],
      limit: CHUNK,
    })
  await putTodos(ctx, items)
  if (items.length === CHUNK) ctx.enqueue(feedTasks, { after: items.at(-1)!.id })
  return { put: items.length }
})
