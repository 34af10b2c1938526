import { OPERATOR_ORG, T, defineAction, page, pageOf } from '#kernel'
import { needsSession, ownAccount } from '../own.ts'
import { operatorSql } from '../running.ts'
import { SESSION_IDLE_MS } from '../tokens.ts'

interface Row {
  readonly id: string
  readonly device: string
  readonly address: string | null
  readonly created_at: string
  readonly last_used_at: string
  readonly expires_at: string
}

export const listSessions = defineAction({
  id: 'identity.session.list',
  kind: 'query',
  effect: 'local',
  title: 'List my sessions',
  description:
    'Where you are signed in: device, place, last use. `current` is the one you ask with.',
  input: T.Object(page, { additionalProperties: false }),
  output: pageOf(
    T.Object({
      id: T.Id(),
      device: T.String({ title: 'Device' }),
      address: T.Optional(T.String({ title: 'Place' })),
      created_at: T.Time({ title: 'Signed in' }),
      last_used_at: T.Time({ title: 'Last used' }),
      expires_at: T.Time({ title: 'Ends' }),
      current: T.Boolean({ title: 'This session' }),
    }),
  ),
  errors: { needsSession },
  scope: 'member',
}).run(async ({ limit = 50, cursor }, ctx) => {
  const account = ownAccount(ctx)
  const before = cursor && /^[0-9a-f-]{36}$/.test(cursor) ? cursor : null
  const rows = await operatorSql(ctx)<Row>`
    SELECT id, device, address, created_at, last_used_at, expires_at FROM identity.session
    WHERE org = ${OPERATOR_ORG} AND account = ${account} AND ended_at IS NULL AND expires_at > clock_timestamp()
      AND last_used_at > clock_timestamp() - ${SESSION_IDLE_MS} * interval '1 ms' AND (${before}::uuid IS NULL OR id < ${before}::uuid)
    ORDER BY id DESC LIMIT ${limit + 1}`
  const items = rows.slice(0, limit).map(({ address, ...row }) => ({
    ...row,
    ...(address === null ? {} : { address }),
    current: row.id === ctx.actor.session,
  }))
  return rows.length > limit ? { items, next: items.at(-1)!.id } : { items }
})
