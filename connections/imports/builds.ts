import type { Log, Module, Sql } from '#kernel'
import { makeModule, type Kept } from './make.ts'

/** Modules made from plans are kept; the least recently asked for goes first. */
const KEPT_MAX = 1000
const kept = new Map<string, Module>()

/** An organisation's imported interfaces as modules; the same object as long as nothing about it has changed. */
export async function builtModules(org: string, sql: Sql, log: Log): Promise<Module[]> {
  const rows = await sql<{ id: string; rev: string }>`
    SELECT id, rev FROM imports.source WHERE org = ${org} ORDER BY id`
  const missing = rows.filter((row) => !kept.has(keyOf(row)))
  if (missing.length) {
    const full = await sql<Kept & { id: string; rev: string }>`
      SELECT id, rev, module, kind, title, server, account, open, version::int AS version, plan
      FROM imports.source WHERE org = ${org} AND id = ANY(${missing.map(({ id }) => id)}::uuid[])`
    for (const row of full)
      try {
        kept.set(keyOf(row), makeModule(row))
      } catch (error) {
        log.error(
          { module: row.module, error: String(error) },
          'an imported interface was left out',
        )
      }
    while (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
  }
  return rows.flatMap((row) => {
    const module = kept.get(keyOf(row))
    if (!module) return []
    kept.delete(keyOf(row))
    kept.set(keyOf(row), module)
    return [module]
  })
}

const keyOf = ({ id, rev }: { id: string; rev: string }): string => `${id} ${rev}`
