import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel'
import type { Cast } from '#kernel/testing'
import { readBalance } from './actions/account.balance.ts'
import { postTransfers } from './actions/transfer.post.ts'
import { booksOf, ledgerStage, type Books } from './testing/world.ts'

let as: Cast
let books: Books
before(async () => {
  as = await ledgerStage()
  books = booksOf(as)
})
after(() => as[Symbol.asyncDispose]())

test('a transfer is booked once', async () => {
  const [from, to] = [await books.open('none'), await books.open('credit')]
  const transfer = {
    id: newId(),
    kind: 'direct' as const,
    debit: from,
    credit: to,
    asset: 'CNY',
    amount: '147000',
    code: 1,
  }
  const first = await books.call(postTransfers, { transfers: [transfer] })
  const again = await books.call(postTransfers, { transfers: [transfer] })
  assert.equal(first.results[0]!.code, 'ok')
  assert.deepEqual(again.results, [{ ...first.results[0], code: 'exists' }])
  const { balance, seq } = await books.call(readBalance, { account: to })
  assert.deepEqual({ balance, seq }, { balance: '147000', seq: 1 })
})
