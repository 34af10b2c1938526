import { allOf, defineAction, page, pageOf, T, type Filter } from '#kernel'
import { Request, RequestView } from '../entities.ts'

const BOXES: Record<string, (actor: string) => Filter> = {
  to_me: (actor) => ({ approver: actor, status: 'open' }),
  by_me: (actor) => ({ submitter: actor }),
  done: (actor) => ({ approver: actor, status: { ne: 'open' } }),
}

export const listRequests = defineAction({
  id: 'approval.request.list',
  kind: 'query',
  effect: 'local',
  title: 'List requests',
  description:
    'Requests that you may see, newest first: those waiting for your decision (to_me), submitted by you (by_me), decided by you (done), or by any filter.',
  input: T.Object(
    {
      box: T.Optional(T.Enum(['to_me', 'by_me', 'done'], { title: 'Which' })),
      where: T.Optional(T.Json({ title: 'Filter', description: 'E.g. { "status": "open" }.' })),
      sort: T.Optional(T.Array(T.String({ maxLength: 80 }), { maxItems: 4, title: 'Sort' })),
      search: T.Optional(T.String({ maxLength: 100, title: 'Search' })),
      expand: T.Optional(
        T.Array(T.String({ maxLength: 80 }), { maxItems: 8, title: 'Expand references' }),
      ),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(RequestView),
  scope: 'approval.use',
  mcp: 'listed',
}).run(({ box, where, sort, ...query }, ctx) => {
  const own = box ? BOXES[box]!(ctx.actor.id) : true
  const asked = (where ?? true) as Filter
  return ctx
    .records(Request)
    .list({ ...query, ...(sort ? { sort: sort as never } : {}), where: allOf(own, asked) })
})
