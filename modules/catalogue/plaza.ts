import { fail, T, type Sql, type Static } from '#kernel'
import { scopesOf, type AppScope, type Manifest } from '#modules/apps'

/** A row of `catalogue.find`, as anybody sees it. */
export interface Row {
  readonly id: string
  readonly publisher_org: string
  readonly publisher: string
  readonly publisher_kind: string
  readonly title: string
  readonly title_zh: string
  readonly about: string | null
  readonly about_zh: string | null
  readonly icon: string
  readonly version: number
  readonly status: 'listed' | 'withdrawn'
}
export interface EditionRow extends Row {
  readonly number: number
  readonly manifest: Manifest
  readonly note: string | null
  readonly published_at: string
}

export const Words = T.Object({ en: T.Optional(T.String()), zh: T.Optional(T.String()) })
export const ScopeView = T.Object({ key: T.String(), title: Words, everyone: T.Boolean() })

export const listingView = T.Object({
  listing: T.Id(),
  title: Words,
  about: T.Optional(Words),
  icon: T.String(),
  publisher: T.String(),
  /** company, vendor, … and for a vendor its type. */
  publisher_kind: T.String(),
  version: T.Integer(),
  status: T.Enum(['listed', 'withdrawn']),
  /** Published by the caller's own organisation. */
  own: T.Boolean(),
  installed: T.Optional(T.Object({ app: T.Id(), module: T.String(), version: T.Integer() })),
})
export type ListingView = Static<typeof listingView>

export interface InstalledApp {
  readonly app: string
  readonly module: string
  readonly listing: string
  readonly version: number
}

export function viewOf(row: Row, org: string, installed: readonly InstalledApp[]): ListingView {
  const found = installed.find(({ listing }) => listing === row.id)
  const about = {
    ...(row.about ? { en: row.about } : {}),
    ...(row.about_zh ? { zh: row.about_zh } : {}),
  }
  return {
    listing: row.id,
    title: { en: row.title, zh: row.title_zh },
    ...(Object.keys(about).length ? { about } : {}),
    icon: row.icon,
    publisher: row.publisher,
    publisher_kind: row.publisher_kind,
    version: Number(row.version),
    status: row.status,
    own: row.publisher_org === org,
    ...(found
      ? { installed: { app: found.app, module: found.module, version: found.version } }
      : {}),
  }
}

export const installedApps = (sql: Sql, org: string): Promise<InstalledApp[]> =>
  sql<InstalledApp>`
    SELECT id AS app, module, listing, listing_version::int AS version FROM apps.app
    WHERE org = ${org} AND status = 'active' AND listing IS NOT NULL LIMIT 2000`

/** A published version, as anybody may see it. */
export async function editionOf(
  sql: Sql,
  org: string,
  listing: string,
  number?: number,
): Promise<EditionRow> {
  const [row] = await sql<{ edition: EditionRow | null }>`
    SELECT catalogue.edition_of(${org}::uuid, ${listing}::uuid, ${number ?? null}::bigint) AS edition`
  if (!row?.edition)
    throw fail(
      'notFound',
      'There is no such app on the plaza.',
      'It may have been withdrawn; look for another.',
    )
  return row.edition
}

/** Whoever installs agrees to exactly what this version lets people do. */
export function refuseUnread(manifest: Manifest, agreed: readonly string[]): void {
  const asked = scopesOf(manifest).map(({ key }: AppScope) => key)
  if (asked.length === agreed.length && asked.every((key) => agreed.includes(key))) return
  throw fail(
    'conflict',
    'What this version asks for is not what was agreed to.',
    'Read what it asks for and agree to that.',
    { asks: asked },
  )
}
