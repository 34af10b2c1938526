import { OPERATOR_ORG, T, defineAction, notFound } from '#kernel'
import { factorChanged } from '../events.ts'
import { needsSession, ownAccount } from '../own.ts'

export const deletePasskey = defineAction({
  id: 'identity.passkey.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a passkey',
  description: 'It opens nothing from now on; the password stays.',
  input: T.Object({ passkey: T.Id({ title: 'Passkey' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  errors: {
    needsSession,
    noPasskey: notFound('You have no such passkey.', 'List your passkeys again.'),
  },
  emits: [factorChanged],
  subject: 'passkey',
  scope: 'everyone',
  destructive: true,
}).run(async ({ passkey }, ctx) => {
  const account = ownAccount(ctx)
  const gone = await ctx.within(
    OPERATOR_ORG,
    ({ sql }) => sql`
    DELETE FROM identity.passkey WHERE org = ${OPERATOR_ORG} AND id = ${passkey} AND account = ${account} RETURNING id`,
  )
  if (gone.length === 0) throw ctx.error('noPasskey')
  ctx.emit(factorChanged, { account, factor: 'passkey', present: false })
  return { deleted: passkey }
})
