import type { Builder, Module, Sql } from '#kernel'
import { makeModule } from './make/module.ts'
import type { Granted } from './make/rights.ts'
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
/** Why an app is left out, by the same key: it is tried, and told, once. */
const broken = new Map<string, string>()
/** Words of a reason that are kept. */
const REASON_MAX = 500

type Log = Parameters<Builder['modules']>[2]

/** An organisation's apps as modules; the same object as long as nothing about it has changed. */
export async function builtModules(org: string, sql: Sql, log: Log): Promise<Module[]> {
  const running = await sql<Running>`
    SELECT a.id, a.module, a.version::int, a.publisher, a.ids, v.hash, a.granted
    FROM apps.app a JOIN apps.version v ON v.org = a.org AND v.app = a.id AND v.number = a.version
    WHERE a.org = ${org} AND a.status = 'active' ORDER BY a.id`
  const missing = running.filter(
    (app) => !kept.has(keyOf(org, app)) && !broken.has(keyOf(org, app)),
  )
  if (missing.length) for (const app of await withManifests(sql, org, missing)) keep(org, app, log)
  return running.flatMap((app) => {
    const key = keyOf(org, app)
    const module = kept.get(key)
    if (!module) return []
    kept.delete(key)
    kept.set(key, module)
    return [module]
  })
}

/** Why this app is not among the modules of its organisation, as far as this node knows. */
export function reasonOf(org: string, { id, version }: { id: string; version: number }): string {
  const own = `${org} ${id} ${version} `
  const found = [...broken].findLast(([key]) => key.startsWith(own))
  return found?.[1] ?? 'Its names meet those of another module.'
}

const keyOf = (org: string, { id, version, hash, publisher, granted }: Running): string =>
  `${org} ${id} ${version} ${hash} ${publisher} ${granted ? JSON.stringify(granted) : ''}`

async function withManifests(
  sql: Sql,
  org: string,
  apps: readonly Running[],
): Promise<(Running & { manifest: unknown })[]> {
  const rows = await sql<{ app: string; manifest: unknown }>`
    SELECT v.app, v.manifest FROM unnest(${apps.map(({ id }) => id)}::uuid[], ${apps.map(({ version }) => version)}::bigint[]) AS w(app, number)
    JOIN apps.version v ON v.org = ${org} AND v.app = w.app AND v.number = w.number`
  const byApp = new Map(rows.map(({ app, manifest }) => [app, manifest]))
  return apps.flatMap((app) => {
    const manifest = byApp.get(app.id)
    return manifest ? [{ ...app, manifest }] : []
  })
}

/** One that today's code cannot make any more is left out; it must not take the others with it. */
function keep(org: string, { manifest, ...app }: Running & { manifest: unknown }, log: Log): void {
  const key = keyOf(org, app)
  try {
    kept.set(key, makeModule(upgraded(manifest), app))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log.error({ org, app: app.id, module: app.module, error: reason }, 'an app was left out')
    broken.set(key, reason.slice(0, REASON_MAX))
  }
  for (const map of [kept, broken]) if (map.size > KEPT_MAX) map.delete(map.keys().next().value!)
}
