import { T, defineAction, notFound } from '#kernel'
import { needsSession, ownAccount } from '../own.ts'
import { sessionEnded } from '../events.ts'
import { endSessions } from '../sessions.ts'

export const revokeSession = defineAction({
  id: 'identity.session.revoke',
  kind: 'command',
  effect: 'local',
  title: 'Sign out elsewhere',
  description:
    'Ends one of your sessions, or with `others` all but this one. Open connections end within a second.',
  input: T.Object(
    {
      session: T.Optional(T.Id({ title: 'Session' })),
      others: T.Optional(T.Boolean({ title: 'All others' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ ended: T.Integer() }),
  errors: {
    needsSession,
    noSession: notFound(
      'You have no such session.',
      'It may have ended already: list your sessions again.',
    ),
  },
  emits: [sessionEnded],
  subject: 'session',
  scope: 'member',
  idempotent: true,
}).run(async ({ session, others = false }, ctx) => {
  const account = ownAccount(ctx)
  const sessions = [
    ...(session ? await endSessions(ctx, account, { only: session }) : []),
    ...(others ? await endSessions(ctx, account, { but: ctx.actor.session }) : []),
  ]
  if (session && !others && sessions.length === 0) throw ctx.error('noSession')
  ctx.emit(sessionEnded, { account, sessions })
  return { ended: sessions.length }
})
