import type { Module, Sql } from '#kernel'
import { makeModule } from './make/module.ts'
import type { Granted } from './make/rights.ts'
import type { Manifest } from './manifest/format.ts'
import { upgraded } from './manifest/upgrade.ts'

interface Running {
  readonly id: string
  readonly module: string
  readonly version: number
  readonly publisher: string
  readonly ids: Record<string, string>
  readonly hash: string
  readonly granted: Granted[] | undefined
}

/** What the ids of apps begin with. */
export const APP_PREFIX = 'app_'

/** Modules made from manifests are kept; the least recently asked for goes first. */
const KEPT_MAX = 2000
const kept = new Map<string, Module>()

/** An organisation's apps as modules; the same object as long as nothing about it has changed. */
export async function builtModules(org: string, sql: Sql): Promise<Module[]> {
  const running = await sql<Running>`
    SELECT a.id, a.module, a.version::int, a.publisher, a.ids, v.hash, a.granted
    FROM apps.app a JOIN apps.version v ON v.org = a.org AND v.app = a.id AND v.number = a.version
    WHERE a.org = ${org} AND a.status = 'active' ORDER BY a.id`
  const missing = running.filter((app) => !kept.has(keyOf(org, app)))
  if (missing.length) for (const app of await withManifests(sql, org, missing)) keep(org, app)
  return running.flatMap((app) => {
    const key = keyOf(org, app)
    const module = kept.get(key)
    if (!module) return []
    kept.delete(key)
    kept.set(key, module)
    return [module]
  })
}

const keyOf = (org: string, { id, version, hash, publisher, granted }: Running): string =>
  `${org} ${id} ${version} ${hash} ${publisher} ${granted ? JSON.stringify(granted) : ''}`

async function withManifests(
  sql: Sql,
  org: string,
  apps: readonly Running[],
): Promise<(Running & { manifest: Manifest })[]> {
  const rows = await sql<{ app: string; manifest: unknown }>`
    SELECT v.app, v.manifest FROM unnest(${apps.map(({ id }) => id)}::uuid[], ${apps.map(({ version }) => version)}::bigint[]) AS w(app, number)
    JOIN apps.version v ON v.org = ${org} AND v.app = w.app AND v.number = w.number`
  const byApp = new Map(rows.map(({ app, manifest }) => [app, upgraded(manifest)]))
  return apps.flatMap((app) => {
    const manifest = byApp.get(app.id)
    return manifest ? [{ ...app, manifest }] : []
  })
}

/** One that today's code cannot make any more is left out; it must not take the others with it. */
function keep(org: string, { manifest, ...app }: Running & { manifest: Manifest }): void {
  try {
    kept.set(keyOf(org, app), makeModule(manifest, app))
  } catch {
    return
  }
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
}
