import { defineAction, ref, T } from '#kernel'
import { decide, decision, decisionErrors, tellSubmitter } from '../decide.ts'
import { Request } from '../entities.ts'
import { requestApproved } from '../events.ts'

export const approveRequest = defineAction({
  id: 'approval.request.approve',
  kind: 'command',
  effect: 'local',
  title: 'Approve a request',
  description: 'Approve a request that waits for your decision. It can be decided only once.',
  input: T.Object(
    {
      request: ref(Request, { title: 'Request' }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 2000, 'x-long': true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ request: T.Id(), status: T.Literal('approved') }),
  errors: decisionErrors,
  emits: [requestApproved],
  subject: 'request',
  scope: 'approval.decide',
  mcp: 'listed',
}).run(async ({ request: id, comment }, ctx) => {
  const request = await decide(ctx, id, 'approved', comment)
  ctx.emit(requestApproved, decision(request, ctx.actor.id), {
    stream: `person:${request.submitter}`,
  })
  await tellSubmitter(ctx, request, requestApproved.id, 'approved')
  return { request: id, status: 'approved' }
})
