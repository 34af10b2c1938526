import { fail, type BaseContext } from '#kernel'
import type { Static } from '#kernel'
import type { Upload } from './wire.ts'

type Uploaded = Static<typeof Upload>

/** The bytes must be an upload of this organisation that no file uses yet, whatever a caller claims. */
export async function requireFresh(ctx: BaseContext, { blob }: Uploaded): Promise<void> {
  const [used] = await ctx.sql`SELECT 1 FROM files.blob WHERE org = ${ctx.org} AND key = ${blob}`
  if (used || !blob.startsWith(`${ctx.org}/`)) {
    throw fail('invalid', 'This is no upload.', 'Send the file itself as multipart/form-data.')
  }
}

/**
 * Counts one more use of this content. `fresh` says that its bytes are new here; otherwise the
 * organisation has them already and the uploaded copy can go.
 */
export async function keepBlob(ctx: BaseContext, { blob, sha256, size }: Uploaded) {
  const [kept] = await ctx.sql<{ key: string }>`
    INSERT INTO files.blob AS b (org, sha256, key, size, uses) VALUES (${ctx.org}, ${sha256}, ${blob}, ${size}, 1)
    ON CONFLICT (org, sha256) DO UPDATE SET uses = b.uses + 1 RETURNING key`
  return { fresh: kept!.key === blob }
}

/** Counts bytes against the organisation's room; `false` when they do not fit. */
export async function takeRoom(ctx: BaseContext, size: number, quota: number): Promise<boolean> {
  if (size > quota) return false
  const taken = await ctx.sql`
    INSERT INTO files.usage AS u (org, bytes) VALUES (${ctx.org}, ${size})
    ON CONFLICT (org) DO UPDATE SET bytes = u.bytes + excluded.bytes
    WHERE u.bytes + excluded.bytes <= ${quota} RETURNING bytes`
  return taken.length === 1
}

/** One more use of a content that is already here, for a copy of a file. */
export async function shareBlob(ctx: BaseContext, sha256: string): Promise<void> {
  await ctx.sql`UPDATE files.blob SET uses = uses + 1 WHERE org = ${ctx.org} AND sha256 = ${sha256}`
}

/**
 * Deletes file rows and lets go of their content. Answers the keys that nothing uses any more, for
 * `deleteBlob` after commit: a rolled-back transaction must not have lost bytes.
 */
export async function dropFiles(ctx: BaseContext, files: readonly string[]): Promise<string[]> {
  if (files.length === 0) return []
  const gone = await ctx.sql<{ key: string }>`
    WITH f AS (DELETE FROM files.file WHERE org = ${ctx.org} AND id = ANY(${files}::uuid[]) RETURNING sha256),
    n AS (SELECT sha256, count(*) AS n FROM f GROUP BY sha256),
    b AS (UPDATE files.blob b SET uses = b.uses - n.n FROM n WHERE b.org = ${ctx.org} AND b.sha256 = n.sha256 RETURNING b.sha256, b.uses)
    SELECT b.sha256 AS key FROM b WHERE b.uses = 0`
  if (gone.length === 0) return []
  const deleted = await ctx.sql<{ key: string; size: number }>`
    DELETE FROM files.blob WHERE org = ${ctx.org} AND uses = 0 AND sha256 = ANY(${gone.map(({ key }) => key)}::text[])
    RETURNING key, size`
  const bytes = deleted.reduce((sum, { size }) => sum + Number(size), 0)
  await ctx.sql`UPDATE files.usage SET bytes = greatest(bytes - ${bytes}, 0) WHERE org = ${ctx.org}`
  return deleted.map(({ key }) => key)
}
