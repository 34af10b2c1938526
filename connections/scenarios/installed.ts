import { fail, type Context, type RecordOf } from '#kernel'
import { Installation } from './entities.ts'
import { scenarioChanged } from './events.ts'
import type { Recipe } from './recipe.ts'

export type Row = RecordOf<typeof Installation>
type Telling = Context<{}, readonly [typeof scenarioChanged]>

/** One that is at work; two who change it at once go one after the other. */
export async function installed(ctx: Context, id: string): Promise<Row> {
  await ctx.sql`SELECT 1 FROM scenarios.installation WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const row = await ctx.records(Installation).get(id)
  if (row.state !== 'removed') return row
  throw fail('notFound', 'The scenario has been removed.', 'Install it again.')
}

export function tell(ctx: Telling, { id, recipe, version, state }: Row): void {
  ctx.emit(scenarioChanged, { installation: id, recipe, version, state }, { subject: id })
}

/** What was chosen for it, for this recipe, with what is given now in front. */
export function keptChoice(
  row: Row,
  recipe: Recipe,
  given: {
    needs?: Readonly<Record<string, string>>
    accounts?: Readonly<Record<string, string>>
    settings?: Readonly<Record<string, unknown>>
  } = {},
) {
  const needs = Object.entries(recipe.needs).flatMap(([role, { apart, optional }]) => {
    const now = given.needs?.[role]
    if (now !== undefined) return [[role, now]]
    const before = row.needs[role]
    // Who is meant by a standard is the organisation's to say, and may be another by now.
    if (before !== undefined && !apart) return []
    return before === undefined && !optional ? [] : [[role, before ?? '']]
  })
  const settings = { ...(row.settings as object), ...given.settings }
  return {
    needs: Object.fromEntries(needs) as Record<string, string>,
    accounts: only(recipe.accounts, { ...row.accounts, ...given.accounts }),
    settings: only(recipe.settings.properties, settings),
    language: row.language,
  }
}

/** What a newer recipe does not ask for any more is let go. */
const only = <V>(asked: object, all: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name in asked))
