import type { BaseContext } from '#kernel'
import { leafOf, newKey, signHead, type SignedHead } from './head.ts'
import { hashLeaf, rootOf, type Hash } from './merkle.ts'
import { TRANSFER, transferOf } from './read.ts'
import type { Transfer } from './transfer.ts'

/** Transfers of a block: a power of two, so that blocks are whole parts of the tree. */
export const BLOCK = 1_024
/** Blocks that one transaction seals: about half a second. */
export const BLOCKS_MAX = 32

type World = Pick<BaseContext, 'org' | 'sql' | 'now' | 'id' | 'secrets'>

/** Seals what was booked since the last head; answers it, and whether more is left. */
export async function seal(ctx: World): Promise<{ head: SignedHead | undefined; more: boolean }> {
  const { org, sql } = ctx
  const key = await keyOf(ctx)
  const [last] = await sql<{
    size: number
  }>`SELECT size FROM ledger.head WHERE org = ${org} ORDER BY size DESC LIMIT 1`
  const roots = await blockRoots(ctx)
  const from = roots.length * BLOCK
  const transfers = await readFrom(ctx, from, BLOCK * BLOCKS_MAX)
  const size = from + transfers.length
  if (size === (last?.size ?? 0)) return { head: undefined, more: false }
  const leaves = transfers.map((transfer) => hashLeaf(leafOf(org, transfer)))
  const full: Hash[] = []
  for (let at = 0; at + BLOCK <= leaves.length; at += BLOCK)
    full.push(rootOf(leaves.slice(at, at + BLOCK)))
  if (full.length)
    await sql`INSERT INTO ledger.block (org, n, root) SELECT ${org}::uuid, b.n, b.root
      FROM unnest(${full.map((_, n) => roots.length + n)}::bigint[], ${full.map(hex)}::text[]) b(n, root)`
  const rest = leaves.slice(full.length * BLOCK)
  const root = rootOf([...roots, ...full, ...(rest.length ? [rootOf(rest)] : [])])
  const head = signHead({ org, size, root: hex(root), at: ctx.now.toISOString() }, key.secret)
  await sql`INSERT INTO ledger.head (org, size, root, at, key, signature) VALUES (${org}, ${size}, ${head.root}, ${head.at}, ${key.id}, ${head.signature})`
  return { head, more: transfers.length === BLOCK * BLOCKS_MAX }
}

const hex = (hash: Hash): string => hash.toString('hex')

export async function blockRoots({ org, sql }: Pick<World, 'org' | 'sql'>): Promise<Hash[]> {
  const rows = await sql<{
    root: string
  }>`SELECT root FROM ledger.block WHERE org = ${org} ORDER BY n`
  return rows.map(({ root }) => Buffer.from(root, 'hex'))
}

/** In the order of the book, after `seq`. */
export async function readFrom(
  { org, sql }: Pick<World, 'org' | 'sql'>,
  seq: number,
  limit: number,
): Promise<Transfer[]> {
  const rows = await sql.rows(
    `SELECT ${TRANSFER} FROM ledger.transfer WHERE org = $1 AND seq > $2::bigint ORDER BY seq LIMIT $3::int`,
    [org, seq, limit],
    'ledger_from',
  )
  return rows.map(transferOf)
}

async function keyOf({ org, sql, id, secrets }: World): Promise<{ id: string; secret: string }> {
  const [row] = await sql<{ id: string; secret: string }>`
    SELECT id, secret FROM ledger.seal_key WHERE org = ${org} ORDER BY id DESC LIMIT 1`
  if (row) return { id: row.id, secret: secrets.open(row.secret, `ledger.seal_key ${org}`) }
  const made = { ...newKey(), id: id() }
  const secret = secrets.seal(made.secret, `ledger.seal_key ${org}`)
  await sql`INSERT INTO ledger.seal_key (org, id, public_key, secret) VALUES (${org}, ${made.id}, ${made.publicKey}, ${secret})`
  return made
}
