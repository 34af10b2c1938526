import { defineAction, invalid, T } from '#kernel'
import { keysShredded } from '../events.ts'
import { forgetKeys } from '../keys.ts'

export const shredKeys = defineAction({
  id: 'vault.key.shred',
  kind: 'command',
  effect: 'local',
  title: 'Destroy all credentials',
  description:
    'Destroys the organisation’s keys and with them every credential of its linked accounts, at once and for good: when the organisation goes, or when it must be certain. A backup from before still holds them, sealed.',
  input: T.Object(
    {
      confirm: T.String({
        title: 'Name of the organisation',
        description: 'Written out, to be sure.',
        maxLength: 200,
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ accounts: T.Integer() }),
  errors: {
    otherName: invalid(
      'That is not the name of this organisation.',
      'Write its name as it stands above.',
    ),
  },
  emits: [keysShredded],
  scope: 'vault.admin',
  destructive: true,
}).run(async ({ confirm }, ctx) => {
  const { name } = (await ctx.call('parties.organisation.mine', {})) as { name: string }
  if (confirm.trim() !== name) throw ctx.error('otherName')
  const keys = await ctx.sql<{
    wrapped: string
  }>`DELETE FROM vault.key WHERE org = ${ctx.org} RETURNING wrapped`
  await ctx.sql`DELETE FROM vault.secret WHERE org = ${ctx.org}`
  const accounts = await ctx.sql`
    UPDATE vault.account SET state = 'exhausted', last_error = 'All credentials of the organisation were destroyed.', failing_since = now(),
      fence = fence + 1, lease = NULL, lease_until = NULL, rev = rev + 1, updated_at = now() WHERE org = ${ctx.org} AND auth <> 'none' RETURNING id`
  forgetKeys(keys.map(({ wrapped }) => wrapped))
  ctx.emit(keysShredded, { accounts: accounts.length })
  return { accounts: accounts.length }
})
