import { OPERATOR_ORG, T, defineAction, page, pageOf, ref } from '#kernel'
import { people, reached } from '../help.ts'
import { operatorSql } from '../running.ts'
import { SESSION_IDLE_MS } from '../tokens.ts'

interface Row {
  readonly id: string
  readonly status: 'active' | 'disabled'
  readonly totp_on: boolean
  readonly last_sign_in_at: string | null
  readonly sessions: number
  readonly passkeys: number
}

export const listAccounts = defineAction({
  id: 'identity.account.list',
  kind: 'query',
  effect: 'local',
  title: 'List accounts',
  description:
    'People of the organisation with an account: how they sign in, since when and where they are signed in. Never a secret.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100, title: 'Search' })), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(
    T.Object({
      id: ref('directory.person', { title: 'Person' }),
      name: T.String({ title: 'Name' }),
      email: T.Optional(T.String({ title: 'E-mail' })),
      state: T.Enum(['active', 'disabled'], { title: 'State' }),
      last_sign_in_at: T.Optional(T.Time({ title: 'Last signed in' })),
      devices: T.Integer({ title: 'Signed in on' }),
      second_factor: T.Boolean({ title: 'Second factor' }),
      passkeys: T.Integer({ title: 'Passkeys' }),
    }),
  ),
  scope: 'identity.accounts',
}).run(async ({ search, limit, cursor }, ctx) => {
  const found = await people(ctx).list({
    where: reached(ctx),
    sort: ['name_key'],
    ...(search ? { search } : {}),
    ...(limit ? { limit } : {}),
    ...(cursor ? { cursor } : {}),
  })
  const rows = await operatorSql(ctx)<Row>`
    SELECT a.id, a.status, a.totp_on, a.last_sign_in_at,
      (SELECT count(*)::int FROM identity.session s WHERE s.org = a.org AND s.account = a.id AND s.organisation = ${ctx.org}
        AND s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND s.last_used_at > clock_timestamp() - ${SESSION_IDLE_MS} * interval '1 ms') AS sessions,
      (SELECT count(*)::int FROM identity.passkey k WHERE k.org = a.org AND k.account = a.id) AS passkeys
    FROM identity.account a
    WHERE a.org = ${OPERATOR_ORG} AND a.id = ANY(${found.items.map(({ account }) => account)}::uuid[])`
  const accounts = new Map(rows.map((row) => [row.id, row]))
  const items = found.items.flatMap(({ id, name, email, account }) => {
    const own = accounts.get(account!)
    if (!own) return []
    return {
      id,
      name,
      ...(email ? { email } : {}),
      state: own.status,
      ...(own.last_sign_in_at ? { last_sign_in_at: own.last_sign_in_at } : {}),
      devices: own.sessions,
      second_factor: own.totp_on,
      passkeys: own.passkeys,
    }
  })
  return found.next ? { items, next: found.next } : { items }
})
