import { fail, type BaseContext } from '#kernel'

export interface Change {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly actor: string
  readonly at: string
}
export interface Body {
  /** Updates up to this one are merged into `state`. */
  readonly merged: number
  readonly state: Uint8Array | undefined
  readonly changes: readonly Change[]
}

/** More updates than this are never left unmerged; one page is all. */
const CHANGES_MAX = 20_000

/**
 * What lies in the log after an update; with the merged state when the log does not reach back so
 * far. `lock` keeps others from appending until COMMIT.
 */
export async function loadBody(
  ctx: BaseContext,
  document: string,
  after: number,
  mode: 'read' | 'lock' = 'read',
): Promise<Body | undefined> {
  const [body] =
    mode === 'lock'
      ? await ctx.sql<Stored>`
          SELECT merged, state FROM documents.body WHERE org = ${ctx.org} AND document = ${document} FOR UPDATE`
      : await ctx.sql<Stored>`
          SELECT merged, CASE WHEN merged > ${after} THEN state END AS state FROM documents.body WHERE org = ${ctx.org} AND document = ${document}`
  if (!body) return undefined
  const merged = Number(body.merged)
  const from = Math.max(merged, after)
  const rows = await ctx.sql<Change & { at: string | Date }>`
    SELECT seq, bytes, actor, at FROM documents.change
    WHERE org = ${ctx.org} AND document = ${document} AND seq > ${from} ORDER BY seq LIMIT ${CHANGES_MAX}`
  const changes = rows.map(({ seq, bytes, actor, at }) => ({
    seq: Number(seq),
    bytes,
    actor,
    at: new Date(at).toISOString(),
  }))
  // Merged in the moment between the two statements: read once more from where it is now.
  if (changes[0] && changes[0].seq > from + 1) return loadBody(ctx, document, after, mode)
  return { merged, state: body.state ?? undefined, changes }
}
interface Stored {
  merged: number
  state: Uint8Array | null
}

/** An update made by the server itself, in the same log as everybody's. Answers its number. */
export async function appendOwn(
  ctx: BaseContext,
  document: string,
  update: Uint8Array,
  actor: string,
): Promise<number> {
  const [body] = await ctx.sql<{ seq: number }>`
    UPDATE documents.body SET seq = seq + 1, tail_bytes = tail_bytes + ${update.byteLength}
    WHERE org = ${ctx.org} AND document = ${document} RETURNING seq`
  if (!body) throw fail('notFound', 'A folder holds no text.')
  await ctx.sql`
    INSERT INTO documents.change (org, document, seq, bytes, actor)
    VALUES (${ctx.org}, ${document}, ${body.seq}, ${Buffer.from(update)}, ${actor})`
  return Number(body.seq)
}
