import type { Context, RecordOf, Static } from '#kernel'
import type { Installation } from './entities.ts'
import { healthOf, type Health } from './health.ts'
import { recipesOf } from './known.ts'
import type { Recipe } from './recipe.ts'
import type { Installed } from './seen.ts'

type Row = RecordOf<typeof Installation>

export async function viewed(
  ctx: Context,
  rows: readonly Row[],
): Promise<Static<typeof Installed>[]> {
  const health = await healthOf(ctx, rows)
  const newest = new Map((await recipesOf(ctx)).map(({ id, version }) => [id, version]))
  return rows.map((row) => one(row, health.get(row.id)!, newest.get(row.recipe)))
}

function one(row: Row, health: Health, newest: number | undefined): Static<typeof Installed> {
  const { title, parts } = JSON.parse(row.definition) as Recipe
  return {
    installation: row.id,
    recipe: row.recipe,
    version: row.version,
    title,
    parts,
    ...health,
    owner: row.owner,
    ...(newest !== undefined && newest > row.version ? { newer: newest } : {}),
    installed_at: row.created_at,
  }
}
