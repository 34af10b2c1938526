import { T, defineAction } from '#kernel'
import { sessionEnded } from '../events.ts'
import { endSessions } from '../sessions.ts'

export const endSession = defineAction({
  id: 'identity.session.end',
  kind: 'command',
  effect: 'local',
  title: 'Sign out',
  description: 'Ends the session that this call came with.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ signed_out: T.Boolean({ 'x-session': 'clear' }) }),
  emits: [sessionEnded],
  scope: 'everyone',
  idempotent: true,
}).run(async (_input, ctx) => {
  const { account, session } = ctx.actor
  if (account && session) {
    const sessions = await endSessions(ctx, account, { only: session })
    ctx.emit(sessionEnded, { account, sessions })
  }
  return { signed_out: true }
})
