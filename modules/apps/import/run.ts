import type { AnyContext, Part } from '../store.ts'
import { partOf } from '../store.ts'
import { directoryActor } from './who.ts'
import { HABIT, mappedOf, rowReader } from './columns.ts'
import { knownFor, refuseTaken } from './known.ts'
import { imports, type ImportRow, type Staged } from './stage.ts'

/** Rows of one transaction: well under a second, so that nobody waits behind an import. */
export const CHUNK = 1000

/** The next rows; answers how many were brought in, and whether there are more. */
export async function applyChunk(
  ctx: AnyContext,
  record: ImportRow,
): Promise<{ rows: number; more: boolean }> {
  const rows = await ctx.sql<Staged>`
    SELECT line::int, cells FROM apps.import_row
    WHERE org = ${ctx.org} AND import = ${record.id} AND state = 'waiting'
      AND step = (SELECT min(step) FROM apps.import_row WHERE org = ${ctx.org} AND import = ${record.id} AND state = 'waiting')
    ORDER BY line LIMIT ${CHUNK}`
  if (rows.length === 0) return { rows: 0, more: false }
  const part = await partOf(ctx, record.app, record.entity)
  const read = await readAll(ctx, part, record, rows)
  const right = read.filter(({ problems }) => problems.length === 0)
  const stamps = await directoryActor(ctx, record.started_by)
  if (right.length)
    await ctx
      .records(part.entity)
      .unchecked('who started the import manages the app')
      .load(right.map(({ value }) => ({ ...value, ...stamps })) as never, { batch: record.id })
  await ctx.sql`
    UPDATE apps.import_row t SET state = CASE r.problems WHEN '[]' THEN 'done' ELSE 'wrong' END, problems = r.problems::jsonb
    FROM unnest(${read.map(({ line }) => line)}::bigint[], ${read.map(({ problems }) => JSON.stringify(problems))}::text[]) AS r(line, problems)
    WHERE t.org = ${ctx.org} AND t.import = ${record.id} AND t.line = r.line`
  await imports(ctx)
    .unchecked('its own progress')
    .update(record.id, {
      applied: record.applied + right.length,
      errors: record.errors + read.length - right.length,
    })
  return { rows: right.length, more: true }
}

async function readAll(ctx: AnyContext, part: Part, record: ImportRow, rows: readonly Staged[]) {
  const mapped = mappedOf(record.mapping, record.headings, part.def)
  const dated = mapped.some(({ field }) => field.kind === 'date' || field.kind === 'time')
  // The habit of a column of days is told by all of it, not by a piece.
  const all = dated
    ? await ctx.sql<
        Pick<Staged, 'cells'>
      >`SELECT cells FROM apps.import_row WHERE org = ${ctx.org} AND import = ${record.id} ORDER BY line LIMIT ${HABIT}`
    : rows
  const known = await knownFor(
    ctx,
    part.app,
    part.manifest,
    mapped,
    rows.map(({ cells }) => cells),
  )
  const read = rowReader(
    mapped,
    part.def,
    all.map(({ cells }) => cells),
  )
  const done = rows.map(({ line, cells }) => ({ line, ...read(cells, known) }))
  await refuseTaken(ctx, part, done)
  return done
}

/** Takes back what the import brought, a piece at a time. */
export async function undoChunk(ctx: AnyContext, record: ImportRow): Promise<boolean> {
  const { entity } = await partOf(ctx, record.app, record.entity)
  const gone = await ctx
    .records(entity)
    .unchecked('who started the import takes it back')
    .unload(record.id)
  return gone > 0
}
