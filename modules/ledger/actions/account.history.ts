import { defineAction, PAGE_SIZE, PAGE_SIZE_MAX, T } from '#kernel'
import { TransferText, transferText } from '../transfer-schema.ts'
import { TRANSFER, transferOf } from '../read.ts'

export const readHistory = defineAction({
  id: 'ledger.account.history',
  kind: 'query',
  effect: 'local',
  title: 'History of an account',
  description: 'Its transfers, newest first, as its own numbers order them.',
  input: T.Object(
    {
      account: T.Id(),
      before: T.Optional(T.Integer({ minimum: 1, title: 'Older than this number of the account' })),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(TransferText), next: T.Optional(T.Integer()) }),
  subject: 'account',
  scope: 'ledger.read',
  internal: true,
}).run(async ({ account, before = Number.MAX_SAFE_INTEGER, limit = PAGE_SIZE }, ctx) => {
  const rows = await ctx.sql.rows(PAGE, [ctx.org, account, before, limit + 1], 'ledger_history')
  const found = rows.map(transferOf)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const next = last && (last.debit === account ? last.debitSeq : last.creditSeq)
  return {
    items: items.map(transferText),
    ...(found.length > limit ? { next: next! } : {}),
  }
})

/** Each side by its own index; together no more than two pages are read. */
const PAGE = `SELECT ${TRANSFER} FROM (
    (SELECT debit_seq AS n, ${TRANSFER} FROM ledger.transfer WHERE org = $1 AND debit = $2::uuid AND debit_seq < $3::bigint ORDER BY debit_seq DESC LIMIT $4::int)
    UNION ALL
    (SELECT credit_seq AS n, ${TRANSFER} FROM ledger.transfer WHERE org = $1 AND credit = $2::uuid AND credit_seq < $3::bigint ORDER BY credit_seq DESC LIMIT $4::int)
  ) e ORDER BY n DESC LIMIT $4::int`
