import type { Sql } from '#kernel'
import { kinds } from './kinds.ts'
import type { Flow } from './definition.ts'
import { programOf, type Program } from './program.ts'

/** Versions never change, so what was made of one is kept; the longest unused goes first. */
const KEPT_MAX = 2_000
const kept = new Map<string, Program>()

export async function programFor(
  sql: Sql,
  org: string,
  flow: string,
  version: number,
): Promise<Program> {
  const key = `${org} ${flow} ${version}`
  const known = kept.get(key)
  if (known) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const [row] = await sql<{ definition: Flow }>`
    SELECT definition FROM flows.version WHERE org = ${org} AND flow = ${flow} AND number = ${version}`
  if (!row) throw new Error(`there is no version ${version} of flow ${flow}`)
  const made = programOf(row.definition, kinds)
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
  kept.set(key, made)
  return made
}
