import { defineAction, notFound, T } from '#kernel'

export const closeAccount = defineAction({
  id: 'ledger.account.close',
  kind: 'command',
  effect: 'local',
  title: 'Close an account',
  description:
    'Nothing more is booked on it, except what gives back a pending transfer. Its history stays.',
  input: T.Object({ account: T.Id() }, { additionalProperties: false }),
  output: T.Object({ account: T.Id() }),
  errors: { notFound: notFound('There is no such account.') },
  silent: 'the refusal of the next transfer tells it',
  subject: 'account',
  scope: 'ledger.post',
  idempotent: true,
  internal: true,
}).run(async ({ account }, ctx) => {
  // Whoever posts at this moment ends first.
  await ctx.sql`SELECT seq FROM ledger.open_book()`
  const rows =
    await ctx.sql`UPDATE ledger.account SET closed = true WHERE org = ${ctx.org} AND id = ${account} RETURNING id`
  if (rows.length === 0) throw ctx.error('notFound')
  return { account }
})
