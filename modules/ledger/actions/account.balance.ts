import { defineAction, notFound, T } from '#kernel'
import { Asset } from '../draft-schema.ts'

const Units = T.String({ pattern: '^-?[0-9]+$' })

export const readBalance = defineAction({
  id: 'ledger.account.balance',
  kind: 'query',
  effect: 'local',
  title: 'Balance of an account',
  description:
    'What is posted and what is pending on both sides, and the balance (credits less debits, posted).',
  input: T.Object({ account: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    account: T.Id(),
    owner: T.String(),
    code: T.Integer(),
    asset: Asset,
    scale: T.Integer(),
    bound: T.Enum(['none', 'credit', 'debit']),
    closed: T.Boolean(),
    seq: T.Integer(),
    posted_debits: Units,
    posted_credits: Units,
    pending_debits: Units,
    pending_credits: Units,
    balance: Units,
  }),
  errors: { notFound: notFound('There is no such account.') },
  subject: 'account',
  scope: 'ledger.read',
  internal: true,
}).run(async ({ account }, ctx) => {
  const [row] = await ctx.sql<{
    owner: string
    code: number
    asset: string
    scale: number
    bound: 'none' | 'credit' | 'debit'
    closed: boolean
    seq: number
    posted_debits: string
    posted_credits: string
    pending_debits: string
    pending_credits: string
    balance: string
  }>`
    SELECT owner, code, asset, scale, bound, closed, seq, posted_debits::text, posted_credits::text, pending_debits::text, pending_credits::text,
      (posted_credits - posted_debits)::text AS balance
    FROM ledger.account WHERE org = ${ctx.org} AND id = ${account}`
  if (!row) throw ctx.error('notFound')
  return { account, ...row }
})
