import { fail, type Entity } from '#kernel'
import { cellTextOf, expandedOf } from './cells/write.ts'
import type { EntityDef, Field } from './manifest/format.ts'
import { chinese, english } from './manifest/words.ts'
import type { AnyContext } from './store.ts'

/** Rows of one spreadsheet; CSV goes on with a cursor. */
export const XLSX_ROWS_MAX = 20_000
const PAGE = 1000

/** Headings in the language asked for; whoever imports the file again is understood in both. */
export const headingsOf = (fields: readonly Field[], language: 'en' | 'zh'): string[] =>
  fields.map(({ title }) => (language === 'zh' ? chinese(title) : english(title)))

/** Fields that the actor may see; a field rule hides the whole column from everybody else. */
export function seenFields({ fields }: EntityDef, ctx: AnyContext, module: string): Field[] {
  const holds = (role: string): boolean =>
    ctx.actor.scopes.has(`${module}.manage`) || ctx.actor.scopes.has(`${module}.${role}`)
  return fields.filter(({ seen_by }) => !seen_by || holds(seen_by))
}

export interface Asked {
  readonly where?: unknown
  readonly sort?: readonly string[] | undefined
  readonly cursor?: string | undefined
}

/** One page of rows as cells, with the rights of who asks. */
export async function pageOfCells(
  ctx: AnyContext,
  entity: Entity,
  fields: readonly Field[],
  { where, sort, cursor }: Asked,
) {
  const { items, next } = await ctx.records(entity).list({
    ...(where === undefined ? {} : { where }),
    ...(sort ? { sort } : { sort: ['created_at'] }),
    ...(cursor ? { cursor } : {}),
    limit: PAGE,
    expand: expandedOf(fields),
  } as never)
  const rows = items.map((record) => fields.map((field) => cellTextOf(field, record as never)))
  return { rows, next }
}

export async function allCells(
  ctx: AnyContext,
  entity: Entity,
  fields: readonly Field[],
  asked: Asked,
) {
  const all: unknown[][] = []
  let cursor: string | undefined
  do {
    const { rows, next } = await pageOfCells(ctx, entity, fields, { ...asked, cursor })
    all.push(...rows)
    if (all.length > XLSX_ROWS_MAX)
      throw fail(
        'invalid',
        `A spreadsheet holds at most ${XLSX_ROWS_MAX} rows of one list here.`,
        'Narrow it by a filter, or export CSV.',
      )
    cursor = next
  } while (cursor)
  return all
}
