import type { Database, Sql } from './database.ts'
import type { Module } from './define-module.ts'
import { extendRegistry, type Registry } from './registry.ts'
import type { Log } from './context.ts'

/** What another node installed is seen here after this long at the latest. */
const TTL_MS = 1000
/** Organisations whose built modules are kept; the least recently asked for goes first. */
const KEPT_MAX = 1000

/** The registry of each organisation: what this server has, and what the organisation built or installed as data. */
export interface Builds {
  /** Makes sure that `of` knows this organisation; answers nothing while that is fresh. */
  ready(org: string): Promise<void> | undefined
  /**
   * For a command that reaches into this organisation, over its own connection: waiting for a second
   * one while holding the first could wait for ever. Not kept, since it may read what is not committed.
   */
  within(org: string, sql: Sql): Promise<Registry>
  /** Only after `ready`; the server's own definitions for an organisation not asked for yet. */
  of(org: string): Registry
  /** A change was committed: read anew at the next call. */
  forget(org: string): void
}

export function makeBuilds(base: Registry, database: Database, log: Log): Builds {
  const builders = [...base.modules.values()].flatMap(({ builds }) => builds ?? [])
  const made = async (org: string, sql: Sql): Promise<readonly Module[]> =>
    (await Promise.all(builders.map(({ modules }) => modules(org, sql, log)))).flat()
  const known = new Map<string, { registry: Registry; built: readonly Module[]; at: number }>()
  const loading = new Map<string, Promise<void>>()
  // Grows with each change, so that what was read before it is not kept after it.
  let changes = 0

  const load = async (org: string): Promise<void> => {
    let built: readonly Module[]
    let seen: number
    do {
      seen = changes
      built = await made(org, database.reader(org).sql)
    } while (seen !== changes)
    const before = known.get(org)
    const same =
      before?.built.length === built.length && built.every((each, i) => each === before.built[i])
    const registry = same ? before.registry : joined(built)
    known.delete(org)
    known.set(org, { registry, built, at: Date.now() })
    if (known.size > KEPT_MAX) known.delete(known.keys().next().value!)
  }

  /** One broken app must not take the others with it. */
  const joined = (built: readonly Module[]): Registry => {
    if (built.length === 0) return base
    try {
      return extendRegistry(base, built)
    } catch {
      return built.reduce((registry, module) => {
        try {
          return extendRegistry(registry, [module])
        } catch (error) {
          log.error({ module: module.id, error: String(error) }, 'a built module was left out')
          return registry
        }
      }, base)
    }
  }

  return {
    ready(org) {
      if (builders.length === 0) return undefined
      const found = known.get(org)
      if (found && Date.now() - found.at < TTL_MS) return undefined
      let started = loading.get(org)
      if (!started) {
        started = load(org).finally(() => loading.delete(org))
        loading.set(org, started)
      }
      if (!found) return started
      // Stale by a moment is served while the new one is fetched.
      started.catch(() => undefined)
      return undefined
    },
    async within(org, sql) {
      const found = known.get(org)
      if (builders.length === 0 || found) return found?.registry ?? base
      return joined(await made(org, sql))
    },
    of: (org) => known.get(org)?.registry ?? base,
    forget(org) {
      changes++
      known.delete(org)
    },
  }
}
