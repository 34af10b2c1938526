import { OPERATOR_ORG, T, defineAction, sensitive } from '#kernel'
import { keysRotated } from '../events.ts'

/** Longer than anything lives that was signed with the former ones. */
const PUBLISHED_DAYS = 7

export const storeKey = defineAction({
  id: 'oidc.key.store',
  kind: 'command',
  effect: 'local',
  title: 'Store signing keys',
  description:
    'Keys come into use; those before them are published until what they signed has ended.',
  input: T.Object(
    { sealed: sensitive(T.String({ maxLength: 20_000 })), first: T.Optional(T.Boolean()) },
    { additionalProperties: false },
  ),
  output: T.Object({ stored: T.Boolean() }),
  emits: [keysRotated],
  scope: 'oidc.operate',
  internal: true,
}).run(async ({ sealed, first = false }, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql, id }) => {
    // Two nodes at their first use would both find none.
    await sql`SELECT pg_advisory_xact_lock(hashtext('oidc.key'))`
    const known = await sql`SELECT FROM oidc.key WHERE org = ${OPERATOR_ORG} AND retired_at IS NULL`
    if (first && known.length) return { stored: false }
    await sql`
      UPDATE oidc.key SET retired_at = clock_timestamp() + ${PUBLISHED_DAYS} * interval '1 day'
      WHERE org = ${OPERATOR_ORG} AND retired_at IS NULL`
    await sql`INSERT INTO oidc.key (org, id, sealed) VALUES (${OPERATOR_ORG}, ${id()}, ${sealed})`
    ctx.emit(keysRotated, {})
    return { stored: true }
  }),
)
