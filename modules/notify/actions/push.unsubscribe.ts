import { defineAction, T } from '#kernel'
import { PushTarget } from '../entities.ts'
import { pushSubscribed } from '../events.ts'

export const unsubscribePush = defineAction({
  id: 'notify.push.unsubscribe',
  kind: 'command',
  effect: 'local',
  title: 'Switch off notices in a browser',
  description: 'Forgets one of your browsers; notices no longer reach it.',
  input: T.Object({ target: T.Id() }, { additionalProperties: false }),
  output: T.Object({ removed: T.Id() }),
  emits: [pushSubscribed],
  subject: 'target',
  scope: 'notify.use',
}).run(async ({ target }, ctx) => {
  const { person } = await ctx.records(PushTarget).get(target)
  await ctx.records(PushTarget).delete(target)
  ctx.emit(pushSubscribed, { person, target, on: false })
  return { removed: target }
})
