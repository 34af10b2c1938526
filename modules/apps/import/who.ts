import type { BaseContext } from '#kernel'

/** Imported records belong to who imported them, as if typed in. */
export async function directoryActor(
  ctx: BaseContext,
  person: string,
): Promise<{ created_by: string; created_in?: string }> {
  const [row] = await ctx.sql<{ department: string | null }>`
    SELECT department FROM directory.person WHERE org = ${ctx.org} AND id = ${person}`
  return { created_by: person, ...(row?.department ? { created_in: row.department } : {}) }
}
