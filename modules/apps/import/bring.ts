import { Import } from '../entities.ts'
import type { StoredSource } from '../guess/view.ts'
import type { EntityDef, Manifest } from '../manifest/format.ts'
import type { AnyContext, AppRow } from '../store.ts'
import { mappedOf, type Mapping } from './columns.ts'
import { ownReference, stepsOf, type Staged } from './stage.ts'

/** The rows of a draft become an import for each list; lists that others point at come first. */
export async function bringRows(
  ctx: AnyContext,
  app: AppRow,
  manifest: Manifest,
  draft: string,
  sources: readonly StoredSource[],
): Promise<string[]> {
  const imports: string[] = []
  for (const def of inOrder(manifest.entities)) {
    const source = sources.find(({ entity }) => entity === def.key)
    if (!source) continue
    const mapping = mappingOf(def, source, sources)
    if (Object.keys(mapping).length === 0) continue
    const [count] = await ctx.sql<{ rows: number }>`
      SELECT count(*)::int AS rows FROM apps.draft_row WHERE org = ${ctx.org} AND draft = ${draft} AND entity = ${def.key}`
    const record = await ctx.records(Import).create({
      app: app.id,
      entity: def.key,
      status: 'waiting',
      file_name: source.table.slice(0, 200),
      headings: [...source.headings],
      mapping: { ...mapping },
      rows: count!.rows,
      applied: 0,
      errors: 0,
      started_by: ctx.actor.id,
    })
    await ctx.sql`
      INSERT INTO apps.import_row (org, import, line, cells)
      SELECT org, ${record.id}::uuid, line, cells FROM apps.draft_row
      WHERE org = ${ctx.org} AND draft = ${draft} AND entity = ${def.key}`
    await orderOwn(ctx, record.id, def, source, mapping)
    imports.push(record.id)
  }
  return imports
}

/** A list may point at itself: then whom rows point at comes before them. */
async function orderOwn(
  ctx: AnyContext,
  id: string,
  def: EntityDef,
  { headings }: StoredSource,
  mapping: Mapping,
): Promise<void> {
  const mapped = mappedOf(mapping, headings, def)
  const own = ownReference(mapped, def)
  if (!own) return
  const rows = await ctx.sql<Staged>`
    SELECT line::int, cells FROM apps.import_row WHERE org = ${ctx.org} AND import = ${id} ORDER BY line`
  const steps = stepsOf(own, mapped, rows, def)
  if (!steps) return
  await ctx.sql`
    UPDATE apps.import_row t SET step = r.step
    FROM unnest(${rows.map(({ line }) => line)}::bigint[], ${steps.of}::bigint[]) AS r(line, step)
    WHERE t.org = ${ctx.org} AND t.import = ${id} AND t.line = r.line`
}

function mappingOf(
  def: EntityDef,
  { headings, columns, by }: StoredSource,
  sources: readonly StoredSource[],
): Mapping {
  return Object.fromEntries(
    def.fields.flatMap(({ key, kind, to }): [string, string][] => {
      const column = columns[key]
      if (column === undefined || kind === 'serial') return []
      const matched =
        kind === 'reference'
          ? keyAt(
              sources.find(({ entity }) => entity === to),
              by[key],
            )
          : undefined
      return [[headings[column]!, matched ? `${key}:${matched}` : key]]
    }),
  )
}

const keyAt = (source: StoredSource | undefined, column: number | undefined): string | undefined =>
  Object.entries(source?.columns ?? {}).find(([, at]) => at === column)?.[0]

/** Lists after those that they point at. */
export function inOrder(entities: readonly EntityDef[]): EntityDef[] {
  const done: EntityDef[] = []
  const visit = (def: EntityDef, path: readonly string[]): void => {
    if (done.includes(def) || path.includes(def.key)) return
    for (const { to } of def.fields) {
      const other = entities.find(({ key }) => key === to)
      if (other && other !== def) visit(other, [...path, def.key])
    }
    done.push(def)
  }
  for (const def of entities) visit(def, [])
  return done
}
