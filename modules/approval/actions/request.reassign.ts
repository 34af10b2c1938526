import { conflict, defineAction, ref, T } from '#kernel'
import { requireApprover } from '../approver.ts'
import { held } from '../decide.ts'
import { Request } from '../entities.ts'
import { requestReassigned } from '../events.ts'
import { askApprover, cardOf } from '../present.ts'

export const reassignRequest = defineAction({
  id: 'approval.request.reassign',
  kind: 'command',
  effect: 'local',
  title: 'Give a request to another approver',
  description: 'Lets somebody else decide on an open request, e.g. because its approver has left.',
  input: T.Object(
    { request: ref(Request, { title: 'Request' }), approver: Request.fields.approver },
    { additionalProperties: false },
  ),
  output: T.Object({ request: T.Id(), approver: T.Id() }),
  errors: {
    alreadyDecided: conflict(
      'This request has already been decided.',
      'Look at the decision on its page.',
    ),
  },
  emits: [requestReassigned],
  subject: 'request',
  scope: 'approval.admin',
  idempotent: true,
}).run(async ({ request: id, approver }, ctx) => {
  const before = (await held(ctx, id)) ?? (await ctx.records(Request).get(id))
  if (before.status !== 'open') throw ctx.error('alreadyDecided', { status: before.status })
  if (before.approver === approver) return { request: id, approver }
  await requireApprover(ctx, approver, before.submitter)
  const after = await ctx.records(Request).update(id, { approver })
  await askApprover(ctx, after, await cardOf(ctx, id))
  const { title, submitter } = after
  ctx.emit(
    requestReassigned,
    { request: id, title, submitter, approver, former: before.approver, by: ctx.actor.id },
    { stream: `person:${submitter}` },
  )
  return { request: id, approver }
})
