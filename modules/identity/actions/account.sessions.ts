import { OPERATOR_ORG, T, defineAction, page, pageOf } from '#kernel'
import { helped, noAccount } from '../help.ts'
import { operatorSql } from '../running.ts'
import { SESSION_IDLE_MS } from '../tokens.ts'

interface Row {
  readonly id: string
  readonly device: string
  readonly address: string | null
  readonly created_at: string
  readonly last_used_at: string
}

export const listAccountSessions = defineAction({
  id: 'identity.account.sessions',
  kind: 'query',
  effect: 'local',
  title: 'Where a person is signed in',
  description: 'The sessions of a person in this organisation: device, place, last use.',
  input: T.Object({ person: T.Id({ title: 'Person' }), ...page }, { additionalProperties: false }),
  output: pageOf(
    T.Object({
      id: T.Id(),
      device: T.String({ title: 'Device' }),
      address: T.Optional(T.String({ title: 'Place' })),
      created_at: T.Time({ title: 'Signed in' }),
      last_used_at: T.Time({ title: 'Last used' }),
    }),
  ),
  errors: { noAccount },
  subject: 'person',
  scope: 'identity.accounts',
  audited: true,
}).run(async ({ person, limit = 50, cursor }, ctx) => {
  const account = await helped(ctx, person)
  if (!account) throw ctx.error('noAccount')
  const before = cursor && /^[0-9a-f-]{36}$/.test(cursor) ? cursor : null
  const rows = await operatorSql(ctx)<Row>`
    SELECT id, device, address, created_at, last_used_at FROM identity.session
    WHERE org = ${OPERATOR_ORG} AND account = ${account} AND organisation = ${ctx.org} AND ended_at IS NULL
      AND expires_at > clock_timestamp() AND last_used_at > clock_timestamp() - ${SESSION_IDLE_MS} * interval '1 ms'
      AND (${before}::uuid IS NULL OR id < ${before}::uuid)
    ORDER BY id DESC LIMIT ${limit + 1}`
  const items = rows.slice(0, limit).map(({ address, ...row }) => ({
    ...row,
    ...(address === null ? {} : { address }),
  }))
  return rows.length > limit ? { items, next: items.at(-1)!.id } : { items }
})
