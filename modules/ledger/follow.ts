import type { BatchItem } from '#kernel'
import { sealBook } from './actions/book.seal.ts'
import { expireTransfers } from './actions/transfer.expire.ts'
import type { Posted } from './post.ts'

/** How long what is booked waits for its seal. */
const SEAL_MS = 30_000
const MINUTE_MS = 60_000

/** The jobs that what was booked needs: its seal, and the end of what is pending, one a minute in which something is due. */
export function follow(
  { enqueue }: Pick<BatchItem<unknown>, 'enqueue'>,
  { booked, due }: Posted,
  now: Date,
): void {
  if (booked === 0) return
  enqueue(sealBook, {}, { at: new Date(now.getTime() + SEAL_MS), key: 'ledger.seal' })
  for (const at of new Set(due.map((time) => Math.ceil(time / MINUTE_MS) * MINUTE_MS)))
    enqueue(expireTransfers, {}, { at: new Date(at), key: `ledger.expire:${at}` })
}
