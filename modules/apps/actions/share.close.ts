import { defineAction, T } from '#kernel'
import { Share } from '../entities.ts'
import { formClosed } from '../events.ts'

export const closeShare = defineAction({
  id: 'apps.share.close',
  kind: 'command',
  effect: 'local',
  title: 'Close a shared form',
  description: 'The link answers nobody from now on. What was filled in stays.',
  input: T.Object({ share: T.Id({ title: 'Shared form' }) }, { additionalProperties: false }),
  output: T.Object({ share: T.Id(), revoked_at: T.Time() }),
  emits: [formClosed],
  subject: 'share',
  scope: 'apps.make',
  destructive: true,
  idempotent: true,
}).run(async ({ share: id }, ctx) => {
  const share = await ctx.records(Share).get(id)
  const revoked_at = share.revoked_at ?? ctx.now.toISOString()
  if (!share.revoked_at) await ctx.records(Share).update(id, { revoked_at })
  ctx.emit(formClosed, { share: id, app: share.app }, { subject: id })
  return { share: id, revoked_at }
})
