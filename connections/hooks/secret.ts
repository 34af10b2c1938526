import type { BaseContext } from '#kernel'

/** How long the older secret signs beside the newer one. */
export const OVERLAP_MS = 24 * 3_600_000

const boundTo = (org: string, endpoint: string): string => `hooks.endpoint ${org} ${endpoint}`
export const sealSecret = (ctx: BaseContext, endpoint: string, secret: string): string =>
  ctx.secrets.seal(secret, boundTo(ctx.org, endpoint))

/** Those that are valid now, the newest first. */
export async function secretsOf(ctx: BaseContext, endpoint: string): Promise<string[]> {
  const [row] = await ctx.sql<{ secret: string; before: string | null }>`
    SELECT secret, CASE WHEN secret_before_until > now() THEN secret_before END AS before
    FROM hooks.endpoint WHERE org = ${ctx.org} AND id = ${endpoint}`
  return [row?.secret, row?.before].flatMap((sealed) =>
    sealed ? [ctx.secrets.open(sealed, boundTo(ctx.org, endpoint))] : [],
  )
}
