import { defineAction, T } from '#kernel'
import { accountMoved } from '../events.ts'
import { STATES } from '../entities.ts'
import { askOwner } from '../reconnect.ts'

/** So many refusals in a row, and nobody tries this credential any more. */
const REFUSED_MAX = 3

/** A renewal that fails is tried again after a pause that doubles up to this. */
const PAUSE_S_MAX = 300

export const markAccount = defineAction({
  id: 'vault.account.mark',
  kind: 'command',
  effect: 'local',
  title: 'Note the state of a linked account',
  description: 'Called by the vault itself after a credential worked, or did not.',
  input: T.Object(
    {
      account: T.Id(),
      state: T.Enum(STATES),
      error: T.Optional(T.String({ maxLength: 300 })),
      /** Only whoever holds the lease of this number may say how a renewal ended. */
      fence: T.Optional(T.Integer()),
      again_at: T.Optional(T.Time()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ state: T.Enum(STATES) }),
  emits: [accountMoved],
  subject: 'account',
  scope: 'vault.keep',
  internal: true,
}).run(async ({ account, state, error, fence, again_at }, ctx) => {
  const [row] = await ctx.sql<{ before: string; state: (typeof STATES)[number] }>`
    WITH old AS (SELECT id, state, tries FROM vault.account WHERE org = ${ctx.org} AND id = ${account} AND (${fence ?? null}::bigint IS NULL OR fence = ${fence ?? null}::bigint) FOR UPDATE)
    UPDATE vault.account a SET
      state = CASE WHEN ${state} = 'failing' AND ${fence ?? null}::bigint IS NULL AND old.tries + 1 >= ${REFUSED_MAX} THEN 'exhausted' ELSE ${state} END,
      tries = CASE WHEN ${state} = 'failing' THEN old.tries + 1 ELSE 0 END,
      last_error = ${error ?? null}, failing_since = CASE WHEN ${state} IN ('failing', 'exhausted') THEN coalesce(a.failing_since, now()) END,
      next_try_at = CASE WHEN ${state} = 'failing' AND ${fence ?? null}::bigint IS NOT NULL
        THEN greatest(${again_at ?? null}::timestamptz, clock_timestamp() + least(${PAUSE_S_MAX}, 2 ^ least(old.tries, 10)) * interval '1 s') END, lease = NULL, lease_until = NULL, rev = a.rev + 1, updated_at = now()
    FROM old WHERE a.org = ${ctx.org} AND a.id = old.id RETURNING old.state AS before, a.state`
  if (!row) return { state }
  if (row.before !== row.state) {
    ctx.emit(accountMoved, { account, state: row.state })
    if (row.state === 'exhausted') await askOwner(ctx, account)
  }
  return { state: row.state }
})
