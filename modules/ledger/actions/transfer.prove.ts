import { conflict, defineAction, notFound, T } from '#kernel'
import { leafOf } from '../head.ts'
import { hashLeaf, inclusionProof, rootOf } from '../merkle.ts'
import { readTransfers } from '../read.ts'
import { BLOCK, blockRoots, readFrom } from '../seal.ts'

export const proveTransfer = defineAction({
  id: 'ledger.transfer.prove',
  kind: 'query',
  effect: 'local',
  title: 'Prove a transfer',
  description:
    'The transfer as it was sealed, the newest signed head, and the hashes that lead from one to the other. Whoever has them checks it without this server.',
  input: T.Object({ transfer: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    leaf: T.String(),
    index: T.Integer(),
    proof: T.Array(T.String()),
    head: T.Object({
      org: T.Id(),
      size: T.Integer(),
      root: T.String(),
      at: T.Time(),
      signature: T.String(),
    }),
    public_key: T.String(),
  }),
  errors: {
    notFound: notFound('There is no such transfer.'),
    notSealed: conflict('The transfer is not sealed yet.', 'Ask again in a minute.'),
  },
  subject: 'transfer',
  scope: 'ledger.read',
  internal: true,
}).run(async ({ transfer: id }, ctx) => {
  const [transfer] = await readTransfers(ctx.sql, ctx.org, 'id', [id])
  if (!transfer) throw ctx.error('notFound')
  const [head] = await ctx.sql<{
    size: number
    root: string
    at: string
    signature: string
    public_key: string
  }>`
    SELECT h.size, h.root, h.at, h.signature, k.public_key FROM ledger.head h JOIN ledger.seal_key k ON k.org = h.org AND k.id = h.key
    WHERE h.org = ${ctx.org} ORDER BY h.size DESC LIMIT 1`
  if (!head || head.size < transfer.seq) throw ctx.error('notSealed')
  const index = transfer.seq - 1
  const [block, full] = [Math.floor(index / BLOCK), Math.floor(head.size / BLOCK)]
  const leavesOf = async (n: number) => {
    const length = Math.min(BLOCK, head.size - n * BLOCK)
    return (await readFrom(ctx, n * BLOCK, length)).map((each) => hashLeaf(leafOf(ctx.org, each)))
  }
  // Blocks sealed after this head belong to a later one.
  const roots = (await blockRoots(ctx)).slice(0, full)
  if (head.size % BLOCK) roots.push(rootOf(await leavesOf(full)))
  const proof = [
    ...inclusionProof(await leavesOf(block), index % BLOCK),
    ...inclusionProof(roots, block),
  ]
  const { public_key, ...signed } = head
  return {
    leaf: leafOf(ctx.org, transfer).toString(),
    index,
    proof: proof.map((hash) => hash.toString('hex')),
    head: { org: ctx.org, ...signed, at: new Date(signed.at).toISOString() },
    public_key,
  }
})
