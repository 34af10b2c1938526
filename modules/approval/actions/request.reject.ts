import { defineAction, ref, T } from '#kernel'
import { decide, decision, decisionErrors, tellSubmitter } from '../decide.ts'
import { Request } from '../entities.ts'
import { requestRejected } from '../events.ts'

export const rejectRequest = defineAction({
  id: 'approval.request.reject',
  kind: 'command',
  effect: 'local',
  title: 'Reject a request',
  description: 'Reject a request that waits for your decision. It can be decided only once.',
  input: T.Object(
    {
      request: ref(Request, { title: 'Request' }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 2000, 'x-long': true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ request: T.Id(), status: T.Literal('rejected') }),
  errors: decisionErrors,
  emits: [requestRejected],
  subject: 'request',
  scope: 'approval.decide',
  mcp: 'listed',
}).run(async ({ request: id, comment }, ctx) => {
  const request = await decide(ctx, id, 'rejected', comment)
  ctx.emit(requestRejected, decision(request, ctx.actor.id), {
    stream: `person:${request.submitter}`,
  })
  await tellSubmitter(ctx, request, requestRejected.id, 'rejected')
  return { request: id, status: 'rejected' }
})
