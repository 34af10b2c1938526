import type { Database } from './database.ts'
import type { Registry } from './registry.ts'

/** Settings change rarely; another node sees a change within this time. */
const TTL_MS = 5000

/** Each module's settings per organisation: the schema's defaults under what was stored. */
export function makeSettings(database: Database, registry: Registry) {
  const stored = new Map<string, { values: Map<string, Record<string, unknown>>; at: number }>()
  const loading = new Map<string, Promise<void>>()
  const anySettings = [...registry.modules.values()].some((module) => module.settings)

  const load = async (org: string): Promise<void> => {
    const rows = await database.reader(org).sql<{
      module: string
      value: Record<string, unknown>
    }>`SELECT module, value FROM kernel.setting WHERE org = ${org}`
    stored.set(org, {
      values: new Map(rows.map(({ module, value }) => [module, value])),
      at: Date.now(),
    })
  }

  return {
    /** Makes sure that `of` knows this organisation; free while fresh. */
    ready(org: string): Promise<void> | undefined {
      const known = stored.get(org)
      if (!anySettings || (known && Date.now() - known.at < TTL_MS)) return undefined
      let started = loading.get(org)
      if (!started) {
        started = load(org).finally(() => loading.delete(org))
        loading.set(org, started)
      }
      if (!known) return started
      started.catch(() => undefined)
      return undefined
    },
    /** A change was committed here: read anew at the next call. */
    forget: (org: string): void => void stored.delete(org),
    of(org: string, module: string): Readonly<Record<string, unknown>> {
      const schema = registry.modules.get(module)?.settings as
        | { properties?: Record<string, { default?: unknown }> }
        | undefined
      if (!schema) return NONE
      const defaults = Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, each]) => [name, each.default]),
      )
      return { ...defaults, ...stored.get(org)?.values.get(module) }
    },
  }
}
const NONE = Object.freeze({})
