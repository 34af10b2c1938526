import { fail, type Context, type Secrets, type Sql } from '#kernel'
import type { Manifest } from './manifest/format.ts'

/** Everything needed to talk with an installed vendor. */
export interface Ready {
  readonly id: string
  readonly org: string
  readonly module: string
  readonly title: string
  readonly origin: string
  readonly manifest: Manifest
  readonly grants: readonly string[]
  readonly secret: string
  /** As which its pages sign people in. */
  readonly client?: string
  /** Another that counts: the one before, or one that the vendor is being given. */
  readonly other?: string
  /** Makes the names by which the vendor knows people. */
  readonly knownBy: string
}
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
export type AnyContext = Context<any, any>

/** How long both secrets count when one is changed. */
export const OTHER_MS = 24 * 3_600_000

export async function readyLink(
  sql: Sql,
  secrets: Pick<Secrets, 'open'>,
  org: string,
  link: string,
): Promise<Ready | undefined> {
  const [row] = await sql<{
    module: string
    title: string
    origin: string
    manifest: Manifest
    grants: string[]
    secret: string
    other: string | null
    known_by: string
    client: string | null
  }>`
    SELECT module, title, origin, manifest, grants, secret, known_by, client,
      CASE WHEN other_until > clock_timestamp() THEN other_secret END AS other
    FROM remote.link WHERE org = ${org} AND id = ${link} AND status <> 'removed' AND secret IS NOT NULL`
  if (!row) return undefined
  const { secret, other, known_by, client, ...rest } = row
  return {
    ...rest,
    id: link,
    org,
    secret: secrets.open(secret, link),
    ...(client ? { client } : {}),
    ...(other ? { other: secrets.open(other, link) } : {}),
    knownBy: secrets.open(known_by, link),
  }
}

export async function linkOf(ctx: AnyContext, id: string): Promise<Ready> {
  const link = await readyLink(ctx.sql, ctx.secrets, ctx.org, id)
  if (!link) throw fail('notFound', 'This software has been removed.', 'Ask an administrator.')
  return link
}

/** What the ids of vendors' modules begin with. */
export const EXT_PREFIX = 'ext_'
