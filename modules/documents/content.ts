import { fail, type BaseContext } from '#kernel'
import { loadBody } from './body.ts'
import type { Block } from './content/block.ts'

/** What stands in a document now. */
export async function contentOf(ctx: BaseContext, document: string): Promise<Block[]> {
  const body = await loadBody(ctx, document, 0)
  if (!body) throw fail('notFound', 'A folder holds no text.')
  return blocksIn([...(body.state ? [body.state] : []), ...body.changes.map(({ bytes }) => bytes)])
}

export async function blocksIn(updates: readonly Uint8Array[]): Promise<Block[]> {
  const { blocksOf, opened } = await import('./content/read.ts')
  const doc = opened(updates)
  const blocks = blocksOf(doc)
  doc.destroy()
  return blocks
}
