import { defineAction, T } from '#kernel'
import { Request } from '../entities.ts'
import { cardOf, waitFor } from '../present.ts'

/** To-dos of one transaction, each with its card; the next ones are the next job’s. */
const CHUNK = 100

export const feedRequests = defineAction({
  id: 'approval.request.feed',
  kind: 'command',
  effect: 'local',
  title: 'Put open requests on the list of to-dos',
  description:
    'Puts every open request of this organisation on its approver’s list, as far as it is not there. A job, once, for requests older than the list.',
  input: T.Object({ after: T.Optional(T.Id()) }, { additionalProperties: false }),
  output: T.Object({ put: T.Integer() }),
  silent: 'the to-dos tell it',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ after }, ctx) => {
  const { items } = await ctx
    .records(Request)
    .unchecked('the module feeds the list of to-dos')
    .list({
      where: { status: 'open', ...(after ? { id: { gt: after } } : {}) },
      sort: ['id'],
      limit: CHUNK,
    })
  const waiting = []
  for (const request of items) waiting.push({ request, card: await cardOf(ctx, request.id) })
  await waitFor(ctx, waiting)
  if (items.length === CHUNK) ctx.enqueue(feedRequests, { after: items.at(-1)!.id })
  return { put: items.length }
})
