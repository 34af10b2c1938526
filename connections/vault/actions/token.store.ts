import { conflict, defineAction, T } from '#kernel'
import { accountMoved } from '../events.ts'
import { putSecret } from '../secrets.ts'
import { credential } from '../shape.ts'

export const storeTokens = defineAction({
  id: 'vault.token.store',
  kind: 'command',
  effect: 'local',
  title: 'Keep the tokens of a linked account',
  description: 'Called by the vault itself when a token endpoint has answered.',
  input: T.Object(
    {
      account: T.Id(),
      tokens: credential,
      expires_at: T.Optional(T.Time()),
      /** Whose lease it is; without it the owner has just connected the account, and whoever renews meanwhile is too late. */
      fence: T.Optional(T.Integer()),
    },
    { additionalProperties: false },
  ),
  output: T.Null(),
  errors: {
    superseded: conflict(
      'Somebody else has renewed this token meanwhile.',
      'Use what is there now.',
    ),
  },
  emits: [accountMoved],
  subject: 'account',
  scope: 'vault.keep',
  internal: true,
}).run(async ({ account, tokens, expires_at, fence }, ctx) => {
  const [row] = await ctx.sql<{ before: string }>`
    WITH old AS (SELECT id, state FROM vault.account WHERE org = ${ctx.org} AND id = ${account} AND (${fence ?? null}::bigint IS NULL OR fence = ${fence ?? null}::bigint) FOR UPDATE)
    UPDATE vault.account a SET state = 'valid', last_error = NULL, failing_since = NULL, expires_at = ${expires_at ?? null}::timestamptz,
      tries = 0, next_try_at = NULL, lease = NULL, lease_until = NULL, fence = a.fence + 1, rev = a.rev + 1, updated_at = now()
    FROM old WHERE a.org = ${ctx.org} AND a.id = old.id RETURNING old.state AS before`
  if (!row) throw ctx.error('superseded')
  await putSecret(ctx, account, 'tokens', tokens)
  // A token renewed in time is nobody’s news.
  if (row.before !== 'refreshing') ctx.emit(accountMoved, { account, state: 'valid' })
  return null
})
