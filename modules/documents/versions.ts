import type { BaseContext } from '#kernel'
import { VERSION_MS, VERSIONS_MAX } from './limits.ts'

interface Kept {
  readonly state: Uint8Array
  readonly seq: number
  readonly author: string
}

/** One version of a busy day every half hour, and not without end. */
export async function keepAutomatic(ctx: BaseContext, document: string, kept: Kept): Promise<void> {
  const [last] = await ctx.sql<{ created_at: string | Date }>`
    SELECT created_at FROM documents.version WHERE org = ${ctx.org} AND document = ${document} ORDER BY id DESC LIMIT 1`
  if (last && ctx.now.getTime() - new Date(last.created_at).getTime() < VERSION_MS) return
  await keepVersion(ctx, document, kept, 'automatic')
  await ctx.sql`
    DELETE FROM documents.version WHERE org = ${ctx.org} AND document = ${document} AND kind = 'automatic'
      AND id < (SELECT id FROM documents.version WHERE org = ${ctx.org} AND document = ${document} AND kind = 'automatic'
        ORDER BY id DESC OFFSET ${VERSIONS_MAX - 1} LIMIT 1)`
}

export async function keepVersion(
  ctx: BaseContext,
  document: string,
  { state, seq, author }: Kept,
  kind: 'named' | 'automatic',
  name?: string,
): Promise<string> {
  const id = ctx.id()
  const person = /^[0-9a-f-]{36}$/.test(author) ? author : null
  await ctx.sql`
    INSERT INTO documents.version (org, id, document, name, kind, author, seq, state)
    VALUES (${ctx.org}, ${id}, ${document}, ${name ?? null}, ${kind}, ${person}, ${seq}, ${Buffer.from(state)})`
  return id
}
