import { defineAction, PAGE_SIZE_MAX, T } from '#kernel'
import { readTransfers } from '../read.ts'
import { TransferText, transferText } from '../transfer-schema.ts'

export const lookupTransfers = defineAction({
  id: 'ledger.transfer.lookup',
  kind: 'query',
  effect: 'local',
  title: 'Look up transfers',
  description: 'Those of these transfers that are booked.',
  input: T.Object(
    { transfers: T.Array(T.Id(), { minItems: 1, maxItems: PAGE_SIZE_MAX }) },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(TransferText) }),
  scope: 'ledger.read',
  internal: true,
}).run(async ({ transfers }, ctx) => ({
  items: (await readTransfers(ctx.sql, ctx.org, 'id', transfers)).map(transferText),
}))
