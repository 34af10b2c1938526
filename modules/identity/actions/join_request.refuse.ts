import { T, defineAction } from '#kernel'
import { JoinRequest } from '../entities.ts'
import { joinDecided } from '../events.ts'
import { decided, waitingRequest } from '../join-requests.ts'

export const refuseJoin = defineAction({
  id: 'identity.join_request.refuse',
  kind: 'command',
  effect: 'local',
  title: 'Do not let somebody join',
  description: 'The one who asked keeps his account and may ask again with another invitation.',
  input: T.Object({ join_request: T.Id({ title: 'Request' }) }, { additionalProperties: false }),
  output: T.Object({ status: T.Literal('refused') }),
  errors: { decided },
  emits: [joinDecided],
  subject: 'join_request',
  scope: 'identity.invite',
}).run(async ({ join_request: id }, ctx) => {
  await waitingRequest(ctx, id)
  const by = ctx.actor.kind === 'person' ? { decided_by: ctx.actor.id } : {}
  await ctx
    .records(JoinRequest)
    .unchecked('who may invite decides')
    .update(id, { status: 'refused', decided_at: ctx.now.toISOString(), ...by })
  ctx.emit(joinDecided, { request: id, status: 'refused' })
  return { status: 'refused' as const }
})
