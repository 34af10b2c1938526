import { defineAction, T } from '#kernel'
import { draftOf, DraftText, ResultText } from '../draft-schema.ts'
import { follow } from '../follow.ts'
import { post } from '../post.ts'
import { TRANSFERS_MAX } from '../transfer.ts'

export const postTransfers = defineAction({
  id: 'ledger.transfer.post',
  kind: 'command',
  effect: 'local',
  title: 'Post transfers',
  description:
    'Books transfers in their order and answers for each what became of it. The same id with the same fields answers what was booked. Linked ones are booked together or not at all.',
  input: T.Object(
    { transfers: T.Array(DraftText, { minItems: 1, maxItems: TRANSFERS_MAX }) },
    { additionalProperties: false },
  ),
  output: T.Object({ results: T.Array(ResultText) }),
  silent: 'the book is numbered itself: whoever follows it asks for what comes after a number',
  scope: 'ledger.post',
  idempotent: true,
  internal: true,
  weight: 'transfers',
}).runMany(async (items, ctx) => {
  const requests = items.map(({ input }) => input.transfers.map(draftOf))
  const posted = await post(ctx, requests)
  follow(items[0]!, posted, ctx.now)
  return posted.results.map((each) => ({ results: each }))
})
