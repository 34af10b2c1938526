import { T, defineAction } from '#kernel'
import { sessionEnded } from '../events.ts'
import { helped, noAccount } from '../help.ts'
import { endSessions } from '../sessions.ts'

export const signOutAccount = defineAction({
  id: 'identity.account.sign_out',
  kind: 'command',
  effect: 'local',
  title: 'Sign a person out',
  description:
    'Ends the sessions of a person in this organisation, or one of them. Open connections end within a second; the person may sign in again.',
  input: T.Object(
    { person: T.Id({ title: 'Person' }), session: T.Optional(T.Id({ title: 'Session' })) },
    { additionalProperties: false },
  ),
  output: T.Object({ ended: T.Integer() }),
  errors: { noAccount },
  emits: [sessionEnded],
  subject: 'person',
  scope: 'identity.accounts',
  idempotent: true,
}).run(async ({ person, session }, ctx) => {
  const account = await helped(ctx, person)
  if (!account) throw ctx.error('noAccount')
  const sessions = await endSessions(ctx, account, {
    within: ctx.org,
    ...(session ? { only: session } : {}),
  })
  ctx.emit(sessionEnded, { account, sessions })
  return { ended: sessions.length }
})
