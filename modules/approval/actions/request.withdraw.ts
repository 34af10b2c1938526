import { conflict, defineAction, forbidden, ref, T } from '#kernel'
import { held } from '../decide.ts'
import { Request } from '../entities.ts'
import { requestWithdrawn } from '../events.ts'
import { nothingToDecide } from '../present.ts'

export const withdrawRequest = defineAction({
  id: 'approval.request.withdraw',
  kind: 'command',
  effect: 'local',
  title: 'Withdraw a request',
  description: 'Takes back a request of yours that has not been decided yet.',
  input: T.Object({ request: ref(Request, { title: 'Request' }) }, { additionalProperties: false }),
  output: T.Object({ request: T.Id(), status: T.Literal('withdrawn') }),
  errors: {
    alreadyDecided: conflict(
      'This request has already been decided.',
      'Look at the decision on its page.',
    ),
    notSubmitter: forbidden(
      'Only its submitter withdraws a request.',
      'As its approver, reject it.',
    ),
  },
  emits: [requestWithdrawn],
  subject: 'request',
  scope: 'approval.use',
  destructive: true,
}).run(async ({ request: id }, ctx) => {
  const request = await held(ctx, id)
  if (request && request.submitter !== ctx.actor.id) throw ctx.error('notSubmitter')
  if (request && request.status !== 'open')
    throw ctx.error('alreadyDecided', { status: request.status })
  const decided_at = ctx.now.toISOString()
  const { title, submitter, approver } = await ctx
    .records(Request)
    .update(id, { status: 'withdrawn', decided_at, decided_by: ctx.actor.id })
  await nothingToDecide(ctx, id, 'dropped')
  ctx.emit(
    requestWithdrawn,
    { request: id, title, submitter, approver },
    { stream: `person:${approver}` },
  )
  return { request: id, status: 'withdrawn' }
})
