import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel'
import type { Cast } from '#kernel/testing'
import { sealBook } from './actions/book.seal.ts'
import { postTransfers } from './actions/transfer.post.ts'
import { proveTransfer } from './actions/transfer.prove.ts'
import { isSigned, leafOf, type SignedHead } from './head.ts'
import { consistencyProof, extendsTree, hashLeaf, includes } from './merkle.ts'
import { readFrom } from './seal.ts'
import { booksOf, ledgerStage, type Books } from './testing/world.ts'
import type { Transfer } from './transfer.ts'
import { verifyBook } from './verify.ts'

let as: Cast
let books: Books
let accounts: string[] = []
before(async () => {
  as = await ledgerStage()
  books = booksOf(as)
  accounts = [await books.open('none'), await books.open('none'), await books.open('none')]
})
after(() => as[Symbol.asyncDispose]())

async function book(count: number): Promise<string[]> {
  const transfers = Array.from({ length: count }, (_, n) => ({
    id: newId(),
    kind: n % 5 ? ('direct' as const) : ('pending' as const),
    debit: accounts[n % 3]!,
    credit: accounts[(n + 1) % 3]!,
    asset: 'CNY',
    amount: String(1 + n),
    code: 1,
  }))
  const { results } = await books.call(postTransfers, { transfers })
  assert.ok(results.every(({ code }) => code === 'ok'))
  return transfers.map(({ id }) => id)
}

const hash = (hex: string) => Buffer.from(hex, 'hex')
async function kept() {
  const { sql } = as.kernel.database.reader(books.org)
  const transfers = await readFrom({ org: books.org, sql }, 0, 100_000)
  const heads = (
    await sql<
      Omit<SignedHead, 'org'>
    >`SELECT size, root, at, signature FROM ledger.head WHERE org = ${books.org} ORDER BY size`
  ).map((head) => ({ ...head, org: books.org, at: new Date(head.at).toISOString() }))
  const [key] = await sql<{
    public_key: string
  }>`SELECT public_key FROM ledger.seal_key WHERE org = ${books.org}`
  return { org: books.org, transfers, heads, publicKey: key!.public_key }
}

test('what is sealed is proven line by line and month by month, without the server; every altered unit is found', async () => {
  const ids: string[] = []
  for (const count of [1, 900, 1_400, 771]) {
    ids.push(...(await book(count)))
    assert.deepEqual(await books.call(sealBook, {}), { size: ids.length })
  }
  assert.deepEqual(await books.call(sealBook, {}), {}, 'nothing new, no new head')
  const extract = await kept()
  assert.deepEqual(verifyBook(extract), { transfers: 3_072, entries: 6_144, faults: [] })

  for (const index of [0, 1_023, 1_024, 2_047, 2_500, 3_071]) {
    const { leaf, proof, head, public_key, ...told } = await books.call(proveTransfer, {
      transfer: ids[index]!,
    })
    assert.equal(told.index, index)
    assert.equal(leaf, leafOf(books.org, extract.transfers[index]!).toString())
    assert.ok(isSigned(head, public_key))
    assert.ok(
      includes(hash(head.root), head.size, index, hashLeaf(Buffer.from(leaf)), proof.map(hash)),
    )
    const altered = leaf.replace(/"(\d+)"/, (_, digits) => `"${BigInt(digits) + 1n}"`)
    assert.notEqual(altered, leaf)
    assert.ok(
      !includes(hash(head.root), head.size, index, hashLeaf(Buffer.from(altered)), proof.map(hash)),
    )
    assert.ok(!isSigned({ ...head, size: head.size - 1 }, public_key))
  }
  const leaves = extract.transfers.map((transfer) => hashLeaf(leafOf(books.org, transfer)))
  const [newest] = extract.heads.slice(-1)
  for (const { size, root } of extract.heads) {
    const proof = consistencyProof(leaves, size)
    assert.ok(
      extendsTree(
        { size, root: hash(root) },
        { size: newest!.size, root: hash(newest!.root) },
        proof,
      ),
    )
  }

  const changes: ((transfer: Transfer) => Partial<Transfer>)[] = [
    ({ posted }) => ({ posted: posted + 1n }),
    ({ code }) => ({ code: code + 1 }),
    ({ at }) => ({ at: at + 1 }),
    ({ debitAfter }) => ({ debitAfter: debitAfter - 1n }),
    ({ debit, credit }) => ({ debit: credit, credit: debit }),
    () => ({ cause: newId() }),
  ]
  for (const [n, change] of changes.entries()) {
    const at = (n * 511) % 3_072
    const transfers = extract.transfers.with(at, {
      ...extract.transfers[at]!,
      ...change(extract.transfers[at]!),
    })
    assert.notDeepEqual(verifyBook({ ...extract, transfers }).faults, [], `change ${n}`)
  }
  assert.match(
    verifyBook({ ...extract, transfers: extract.transfers.slice(0, 3_000) }).faults[0]!,
    /missing/,
  )
  assert.notDeepEqual(
    verifyBook({ ...extract, transfers: extract.transfers.toSpliced(7, 1) }).faults,
    [],
  )

  await book(1)
  const late = (await kept()).transfers.at(-1)!.id
  await assert.rejects(books.call(proveTransfer, { transfer: late }), { code: 'notSealed' })
  await assert.rejects(books.call(proveTransfer, { transfer: newId() }), { code: 'notFound' })
})
