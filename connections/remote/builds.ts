import type { Module, Sql } from '#kernel'
import { makeModule } from './make/module.ts'
import type { Manifest } from './manifest/format.ts'

/** Modules made from manifests are kept; the least recently asked for goes first. */
const KEPT_MAX = 2000
const kept = new Map<string, Module>()

/** An organisation's vendors' software as modules; the same object as long as nothing about it has changed. */
export async function builtModules(org: string, sql: Sql): Promise<Module[]> {
  const links = await sql<{ id: string; module: string; hash: string; version: number }>`
    SELECT id, module, hash, version FROM remote.link WHERE org = ${org} AND status = 'active' ORDER BY id`
  const missing = links.filter((link) => !kept.has(keyOf(link)))
  if (missing.length) {
    const rows = await sql<{ id: string; manifest: Manifest }>`
      SELECT id, manifest FROM remote.link WHERE org = ${org} AND id = ANY(${missing.map(({ id }) => id)}::uuid[])`
    const manifests = new Map(rows.map(({ id, manifest }) => [id, manifest]))
    for (const link of missing) keep(link, manifests.get(link.id))
  }
  return links.flatMap((link) => {
    const key = keyOf(link)
    const module = kept.get(key)
    if (!module) return []
    kept.delete(key)
    kept.set(key, module)
    return [module]
  })
}

const keyOf = ({ id, hash }: { id: string; hash: string }): string => `${id} ${hash}`

/** One that today's code cannot make is left out; it must not take the others with it. */
function keep(link: { id: string; module: string; hash: string }, manifest: Manifest | undefined) {
  if (!manifest) return
  try {
    kept.set(keyOf(link), makeModule({ manifest, module: link.module, link: link.id }))
  } catch {
    return
  }
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
}
