import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId, type InputOf } from '#kernel'
import { openDatabase } from '#engines/postgres'
import { open, type Cast } from '#kernel/testing'
import { makeRegistry } from '#kernel/registry'
import { closeAccount } from './actions/account.close.ts'
import { expireTransfers } from './actions/transfer.expire.ts'
import { lookupTransfers } from './actions/transfer.lookup.ts'
import { postTransfers } from './actions/transfer.post.ts'
import { readBalance } from './actions/account.balance.ts'
import { readHistory } from './actions/account.history.ts'
import { post } from './post.ts'
import { check } from './testing/check.ts'
import { booksOf, ledgerStage, type Books } from './testing/world.ts'
import ledger from './module.ts'

let as: Cast
let books: Books
before(async () => {
  as = await ledgerStage()
  books = booksOf(as)
})
after(() => as[Symbol.asyncDispose]())

type Draft = InputOf<typeof postTransfers>['transfers'][number]
const draft = (
  debit: string,
  credit: string,
  amount: string,
  more: Partial<Draft> = {},
): Draft => ({
  id: newId(),
  kind: 'direct',
  debit,
  credit,
  asset: 'CNY',
  amount,
  code: 1,
  ...more,
})
const codes = async (...transfers: Draft[]) =>
  (await books.call(postTransfers, { transfers })).results.map(({ code }) => code)
const balance = async (account: string) => {
  const { posted_debits, posted_credits, pending_debits, pending_credits } = await books.call(
    readBalance,
    { account },
  )
  return [posted_debits, posted_credits, pending_debits, pending_credits]
}

test('a transfer is booked once; the same again is answered as it was booked, another under its id is refused', async () => {
  const [from, to] = [await books.open('none'), await books.open('credit')]
  const transfer = draft(from, to, '147000')
  const first = await books.call(postTransfers, { transfers: [transfer] })
  const again = await books.call(postTransfers, { transfers: [transfer] })
  assert.deepEqual(again.results, [{ ...first.results[0], code: 'exists' }])
  assert.deepEqual(await codes({ ...transfer, amount: '147001' }, { ...transfer, credit: from }), [
    'exists_with_different_amount',
    'exists_with_different_credit_account_id',
  ])
  assert.deepEqual(await balance(to), ['0', '147000', '0', '0'])
  const { items } = await books.call(lookupTransfers, { transfers: [transfer.id, newId()] })
  assert.deepEqual(
    items.map(({ id, posted, credit_after }) => [id, posted, credit_after]),
    [[transfer.id, '147000', '147000']],
  )
})

test('an order of many legs is one chain: all or nothing, also when it is sent again', async () => {
  const [buyer, vendor, platform] = [
    await books.open('credit'),
    await books.open('credit'),
    await books.open('credit'),
  ]
  const bank = await books.open('none')
  await codes(draft(bank, buyer, '980000'))
  const order = [draft(buyer, platform, '147000', { linked: true }), draft(buyer, vendor, '833000')]
  assert.deepEqual(await codes(...order), ['ok', 'ok'])
  assert.deepEqual(await codes(...order), ['exists', 'exists'])
  const second = [draft(bank, platform, '1', { linked: true }), draft(vendor, platform, '833001')]
  assert.deepEqual(await codes(...second), ['linked_event_failed', 'exceeds_credits'])
  assert.deepEqual(await codes(draft(bank, buyer, '1', { linked: true })), [
    'linked_event_chain_open',
  ])
  assert.deepEqual(await codes({ ...order[0]!, linked: true }, draft(bank, buyer, '5')), [
    'exists',
    'linked_event_failed',
  ])
  assert.deepEqual(await balance(vendor), ['0', '833000', '0', '0'])
})

test('what is held is posted in part, voided, or ends by itself when its time has come', async () => {
  const [bank, vendor] = [await books.open('none'), await books.open('credit')]
  const hold = (amount: string, due?: string) =>
    draft(bank, vendor, amount, { kind: 'pending', ...(due ? { due } : {}) })
  const end = (kind: 'post' | 'void', pending: string, amount?: string): Draft => ({
    id: newId(),
    kind,
    pending,
    ...(amount ? { amount } : {}),
  })
  const [one, two] = [hold('500'), hold('300')]
  assert.deepEqual(await codes(one, two), ['ok', 'ok'])
  assert.deepEqual(await balance(vendor), ['0', '0', '0', '800'])
  assert.deepEqual(
    await codes(
      end('post', one.id, '501'),
      end('post', one.id, '400'),
      end('void', one.id),
      end('void', two.id),
    ),
    ['exceeds_pending_transfer_amount', 'ok', 'pending_transfer_already_posted', 'ok'],
  )
  assert.deepEqual(await balance(vendor), ['0', '400', '0', '0'])
  // Time is an input: a hold of thirty days, asked for thirty days ago.
  const database = openDatabase(as.config.app)
  const at = (iso: string, id: string) =>
    database.transaction(books.org, ({ sql, last }) =>
      post({ org: books.org, sql, last, now: new Date(iso) }, [
        [
          {
            id,
            kind: 'pending',
            debit: bank,
            credit: vendor,
            asset: 'CNY',
            amount: 9n,
            due: Date.parse('2035-02-01T00:00:00Z'),
            code: 1,
          },
        ],
      ]),
    )
  const held = newId()
  const { results } = await at('2035-01-02T00:00:00Z', held)
  assert.equal(results[0]![0]!.code, 'ok')
  await books.call(expireTransfers, {})
  assert.deepEqual(await balance(vendor), ['0', '400', '0', '9'])
  // The book's time has come further than the server's clock: it does not go back.
  assert.deepEqual(
    (await at('2035-02-01T00:00:00Z', newId())).results[0]!.map(({ code }) => code),
    ['due_has_passed'],
  )
  const later = draft(bank, vendor, '1', { kind: 'pending', due: '2035-02-01T00:00:00Z' })
  assert.deepEqual(await codes(later), ['ok'])
  await database.transaction(books.org, ({ sql, last }) =>
    post({ org: books.org, sql, last, now: new Date('2035-02-01T00:00:00Z') }, [
      [{ id: newId(), kind: 'direct', debit: bank, credit: vendor, asset: 'CNY', amount: 1n }],
    ]),
  )
  assert.deepEqual(await codes(end('post', held)), ['pending_transfer_expired'])
  assert.deepEqual(await books.call(expireTransfers, {}), { expired: 2 })
  assert.deepEqual(await balance(vendor), ['0', '401', '0', '0'])
  assert.deepEqual(await codes(end('post', held)), ['pending_transfer_expired'])
  await database.close()
})

test('a closed account takes nothing more, but gives back what it held; its history stays, page by page', async () => {
  const [bank, vendor] = [await books.open('none'), await books.open('credit')]
  const held = draft(bank, vendor, '5', { kind: 'pending' })
  await codes(draft(bank, vendor, '1'), draft(bank, vendor, '2'), draft(vendor, bank, '3'), held)
  await books.call(closeAccount, { account: vendor })
  assert.deepEqual(await codes(draft(bank, vendor, '1'), draft(vendor, bank, '1')), [
    'credit_account_already_closed',
    'debit_account_already_closed',
  ])
  assert.deepEqual(await codes({ id: newId(), kind: 'void', pending: held.id }), ['ok'])
  const first = await books.call(readHistory, { account: vendor, limit: 3 })
  const rest = await books.call(readHistory, { account: vendor, limit: 3, before: first.next! })
  const told = [...first.items, ...rest.items].map(
    ({ kind, posted, debit, debit_after, credit_after }) => [
      kind,
      posted,
      debit === vendor ? debit_after : credit_after,
    ],
  )
  assert.deepEqual(told, [
    ['void', '0', '0'],
    ['pending', '0', '0'],
    ['direct', '3', '0'],
    ['direct', '2', '3'],
    ['direct', '1', '1'],
  ])
  assert.equal(rest.next, undefined)
  const missing = { account: newId() }
  await assert.rejects(books.call(closeAccount, missing), { code: 'notFound' })
  await assert.rejects(books.call(readBalance, missing), { code: 'notFound' })
})

test('two nodes, many callers, the same transfers at the same time: each is booked once, and a bound holds', async () => {
  await using second = await open(makeRegistry([ledger]), as.config.app)
  const beside = booksOf(second, books.org)
  const [bank, vendor] = [await books.open('none'), await books.open('credit')]
  await codes(draft(bank, vendor, '50'))
  const payouts = Array.from({ length: 120 }, () => draft(vendor, bank, '1'))
  const answers = await Promise.all(
    payouts.flatMap((transfer, n) =>
      [books, beside, n % 2 ? books : beside].map(
        async ({ call }) => (await call(postTransfers, { transfers: [transfer] })).results[0]!.code,
      ),
    ),
  )
  const count = (code: string) => answers.filter((each) => each === code).length
  assert.equal(count('ok'), 50)
  assert.equal(count('exists') + count('exceeds_credits'), 310)
  assert.deepEqual(await balance(vendor), ['50', '50', '0', '0'])
  await check(as.kernel.database, books.org)
})

test('actions of the ledger are for modules, not for people', async () => {
  const person = as.of({ ...as.operator.actor, org: books.org })
  for (const { id } of ledger.actions) await person.refuses(id, {}, 'notFound')
})
