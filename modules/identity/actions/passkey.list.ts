import { OPERATOR_ORG, T, defineAction, pageOf } from '#kernel'
import { needsSession, ownAccount } from '../own.ts'
import { PASSKEYS_MAX } from '../passkeys.ts'
import { operatorSql } from '../running.ts'

export const listPasskeys = defineAction({
  id: 'identity.passkey.list',
  kind: 'query',
  effect: 'local',
  title: 'List my passkeys',
  description: 'The passkeys that open your account.',
  input: T.Object({}, { additionalProperties: false }),
  output: pageOf(
    T.Object({
      id: T.Id(),
      name: T.String({ title: 'Name' }),
      created_at: T.Time({ title: 'Added' }),
      last_used_at: T.Optional(T.Time({ title: 'Last used' })),
    }),
  ),
  errors: { needsSession },
  scope: 'everyone',
}).run(async (_input, ctx) => {
  const account = ownAccount(ctx)
  const rows = await operatorSql(ctx)<{
    id: string
    name: string
    created_at: string
    last_used_at: string | null
  }>`
    SELECT id, name, created_at, last_used_at FROM identity.passkey WHERE org = ${OPERATOR_ORG} AND account = ${account} ORDER BY id LIMIT ${PASSKEYS_MAX}`
  return {
    items: rows.map(({ last_used_at, ...row }) => ({
      ...row,
      ...(last_used_at === null ? {} : { last_used_at }),
    })),
  }
})
