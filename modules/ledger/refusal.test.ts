import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel'
import { openDatabase } from '#engines/postgres'
import type { Cast } from '#kernel/testing'
import { check } from './testing/check.ts'
import { booksOf, ledgerStage, type Books } from './testing/world.ts'

/** What the database itself refuses of a server whose code is wrong. */
let as: Cast
let books: Books
let [bank, vendor, dollars] = ['', '', '']
before(async () => {
  as = await ledgerStage()
  books = booksOf(as)
  bank = await books.open('none')
  vendor = await books.open('credit')
  dollars = await books.open('none', 'USD')
})
after(() => as[Symbol.asyncDispose]())

const row = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: newId(),
  seq: 1,
  at: '2026-11-23T00:00:00Z',
  kind: 'direct',
  debit: bank,
  credit: vendor,
  asset: 'CNY',
  posted: 10,
  reserved: 0,
  debit_seq: 1,
  debit_after: -10,
  credit_seq: 1,
  credit_after: 10,
  code: 1,
  ...changes,
})

test('nothing that does not add up is written, and nothing written is altered', async () => {
  const database = openDatabase(as.config.app)
  const run = (text: string, values: unknown[] = [], org = books.org) =>
    database.transaction(org, ({ sql }) => sql.text(text, values))
  const insert = (...rows: Record<string, unknown>[]) => {
    const names = Object.keys(rows[0]!)
    const places = rows.map(
      (_, at) => `($1, ${names.map((_name, n) => `$${2 + at * names.length + n}`).join(', ')})`,
    )
    return run(
      `INSERT INTO ledger.transfer (org, ${names.join(', ')}) VALUES ${places.join(', ')}`,
      [books.org, ...rows.flatMap((each) => Object.values(each))],
    )
  }
  await assert.rejects(insert(row()), /do not follow/, 'a book that nobody opened')
  await run('SELECT seq FROM ledger.open_book()')
  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ['an account of another asset', { credit: dollars }, /another asset/],
    ['an asset that neither account has', { asset: 'EUR' }, /another asset/],
    ['an account that is not there', { debit: newId() }, /missing/],
    ['both sides the same account', { credit: bank }, /check constraint/],
    ['an amount of nothing', { posted: 0 }, /check constraint/],
    ['an amount below nothing', { posted: -10 }, /check constraint/],
    ['a number of the book left out', { seq: 2 }, /do not follow/],
    ['a number of an account left out', { credit_seq: 2 }, /numbered wrongly/],
    ['more than the account has', { debit: vendor, credit: bank }, /never_below_nothing/],
    [
      'an end of what never was pending',
      { kind: 'post', reserved: -10, pending: newId() },
      /pending/,
    ],
    ['a time before the last', { at: '1969-01-01T00:00:00Z' }, /do not follow/],
  ]
  for (const [what, changes, reason] of wrong)
    await assert.rejects(insert(row(changes)), reason, what)
  await insert(row())
  await assert.rejects(insert(row({ seq: 2 })), /unique|duplicate|numbered/)
  const held = row({
    seq: 2,
    kind: 'pending',
    posted: 0,
    reserved: 7,
    debit_seq: 2,
    credit_seq: 2,
    credit_after: 10,
  })
  await insert(held)
  const ending = (more: object) =>
    row({
      seq: 3,
      kind: 'post',
      posted: 7,
      reserved: -7,
      pending: held.id,
      debit_seq: 3,
      credit_seq: 3,
      ...more,
    })
  await assert.rejects(insert(ending({ posted: 6, reserved: -6 })), /do not fit what was pending/)
  await assert.rejects(insert(ending({ debit: vendor, credit: bank })), /pending|below/)
  await insert(ending({ debit_after: -17, credit_after: 17 }))
  await assert.rejects(insert(ending({ seq: 4, debit_seq: 4, credit_seq: 4 })), /transfer_pending/)

  for (const text of [
    'UPDATE ledger.transfer SET posted = 1',
    'DELETE FROM ledger.transfer',
    'TRUNCATE ledger.transfer',
    'UPDATE ledger.account SET posted_credits = 1000000',
    'DELETE FROM ledger.account',
    'UPDATE ledger.book SET seq = 0',
    'DELETE FROM ledger.book',
    'UPDATE ledger.head SET size = 0',
    'DELETE FROM ledger.block',
    'ALTER TABLE ledger.transfer DISABLE TRIGGER ALL',
    `INSERT INTO ledger.account (org, id, owner, code, asset, scale, bound, posted_credits) VALUES ('${books.org}', '${newId()}', 'me', 1, 'CNY', 2, 'none', 5)`,
  ])
    await assert.rejects(run(text), /permission denied|must be owner/, text)
  // Another organisation neither sees nor books here.
  const other = newId()
  assert.deepEqual(await run('SELECT id FROM ledger.transfer', [], other), [])
  assert.deepEqual(await run('SELECT id FROM ledger.account', [], other), [])
  await check(database, books.org)
  await database.close()
})
