import { fail, T, type RecordOf, type Static } from '#kernel'
import { Import } from '../entities.ts'
import type { EntityDef } from '../manifest/format.ts'
import type { AnyContext, Part } from '../store.ts'
import {
  mappedOf,
  rowReader,
  type Cells,
  type Mapped,
  type Mapping,
  type Problem,
} from './columns.ts'
import { knownFor, namingFields, refuseTaken } from './known.ts'

export type ImportRow = RecordOf<typeof Import>

/** Rows shown of a preview; apps.import.rows pages through all. */
const SHOWN = 20

export const rowSchema = T.Object({
  line: T.Integer(),
  state: T.Enum(['waiting', 'wrong', 'done', 'undone']),
  cells: T.Array(T.String()),
  problems: T.Array(
    T.Object({ field: T.Optional(T.String()), code: T.String(), message: T.String() }),
  ),
})
export const previewSchema = T.Object({
  import: T.Id(),
  status: T.String(),
  columns: T.Array(
    T.Object({ heading: T.String(), field: T.Optional(T.String()), samples: T.Array(T.String()) }),
  ),
  rows: T.Integer(),
  errors: T.Integer(),
  problems: T.Array(rowSchema, { description: 'The first rows with problems' }),
})
export type Preview = Static<typeof previewSchema>

export const imports = (ctx: AnyContext) => ctx.records(Import)

export interface Staged {
  readonly line: number
  readonly cells: Cells
}
interface Checked extends Staged {
  readonly problems: Problem[]
  readonly step: number
}

/** Reads every row by the mapping and says what is wrong with each; nothing of the app is touched. */
export async function check(
  ctx: AnyContext,
  part: Part,
  mapped: readonly Mapped[],
  rows: readonly Staged[],
): Promise<Checked[]> {
  const { app, manifest, def } = part
  const cells = rows.map((row) => row.cells)
  const known = await knownFor(ctx, app, manifest, mapped, cells)
  const own = ownReference(mapped, def)
  const steps = own && stepsOf(own, mapped, rows, def)
  if (own && steps) {
    // Rows of the same file count as found; they come first.
    const found = new Map(steps.words.map((word) => [word, word]))
    for (const [word, id] of known.records.get(own.field.key) ?? []) found.set(word, id)
    known.records.set(own.field.key, found)
  }
  const read = rowReader(mapped, def, cells)
  const checked = rows.map((row, at) => ({
    ...row,
    ...read(row.cells, known),
    step: steps?.of[at] ?? 0,
  }))
  await refuseTaken(ctx, part, checked)
  return checked
}

/** A reference to the list itself: parts of parts, people and who leads them. */
export const ownReference = (mapped: readonly Mapped[], def: EntityDef): Mapped | undefined =>
  mapped.find(({ field }) => field.kind === 'reference' && field.to === def.key && !field.many)

/** Rows that point at rows of their own file come after them. */
export function stepsOf(
  own: Mapped,
  mapped: readonly Mapped[],
  rows: readonly Staged[],
  def: EntityDef,
) {
  const key = own.by ?? namingFields(def)[0]?.key
  const naming = mapped.find(({ field }) => field.key === key)
  if (!naming) return undefined
  const at = new Map(
    rows.map(({ cells }, index) => [(cells[naming.at] ?? '').toLowerCase(), index]),
  )
  const of = Array.from({ length: rows.length }, () => -1)
  const depth = (index: number, path: ReadonlySet<number>): number => {
    if (of[index]! >= 0) return of[index]!
    const above = at.get((rows[index]!.cells[own.at] ?? '').toLowerCase())
    // In a circle somebody has to be first; his cell then finds nobody and is named.
    of[index] =
      above === undefined || above === index || path.has(above) || path.size > 200
        ? 0
        : depth(above, new Set([...path, index])) + 1
    return of[index]!
  }
  rows.forEach((_, index) => depth(index, new Set()))
  return { of, words: [...at.keys()].filter(Boolean) }
}

/** Stages rows and answers what would happen. */
export async function stage(
  ctx: AnyContext,
  part: Part,
  about: { headings: readonly string[]; mapping: Mapping; file_name?: string | undefined },
  rows: readonly Staged[],
): Promise<Preview> {
  const mapped = mappedOf(about.mapping, about.headings, part.def)
  const checked = await check(ctx, part, mapped, rows)
  const record = await imports(ctx).create({
    app: part.app.id,
    entity: part.def.key,
    status: 'ready',
    headings: [...about.headings],
    mapping: { ...about.mapping },
    rows: rows.length,
    applied: 0,
    errors: checked.filter(({ problems }) => problems.length).length,
    started_by: ctx.actor.id,
    ...(about.file_name ? { file_name: about.file_name } : {}),
  })
  await ctx.sql`
    INSERT INTO apps.import_row (org, import, line, cells, problems, state, step)
    SELECT ${ctx.org}::uuid, ${record.id}::uuid, r.line, r.cells::jsonb, r.problems::jsonb, CASE r.problems WHEN '[]' THEN 'waiting' ELSE 'wrong' END, r.step
    FROM unnest(${rows.map(({ line }) => line)}::bigint[], ${rows.map(({ cells }) => JSON.stringify(cells))}::text[],
      ${checked.map(({ problems }) => JSON.stringify(problems))}::text[], ${checked.map(({ step }) => step)}::bigint[]) AS r(line, cells, problems, step)`
  return previewOf(record, checked)
}

/** The same rows by another mapping. */
export async function restage(
  ctx: AnyContext,
  part: Part,
  record: ImportRow,
  mapping: Mapping,
): Promise<Preview> {
  const rows = await ctx.sql<Staged>`
    SELECT line::int, cells FROM apps.import_row WHERE org = ${ctx.org} AND import = ${record.id} ORDER BY line`
  const checked = await check(ctx, part, mappedOf(mapping, record.headings, part.def), rows)
  await ctx.sql`
    UPDATE apps.import_row t SET problems = r.problems::jsonb, state = CASE r.problems WHEN '[]' THEN 'waiting' ELSE 'wrong' END, step = r.step
    FROM unnest(${checked.map(({ line }) => line)}::bigint[], ${checked.map(({ problems }) => JSON.stringify(problems))}::text[],
      ${checked.map(({ step }) => step)}::bigint[]) AS r(line, problems, step)
    WHERE t.org = ${ctx.org} AND t.import = ${record.id} AND t.line = r.line AND (t.problems, t.step) IS DISTINCT FROM (r.problems::jsonb, r.step)`
  const errors = checked.filter(({ problems }) => problems.length).length
  const next = await imports(ctx).update(record.id, { mapping: { ...mapping }, errors })
  return previewOf(next, checked)
}

function previewOf(
  { id, status, headings, mapping }: ImportRow,
  checked: readonly Checked[],
): Preview {
  const wrong = checked.filter(({ problems }) => problems.length)
  return {
    import: id,
    status,
    columns: headings.map((heading, at) => ({
      heading,
      ...(mapping[heading] ? { field: mapping[heading] } : {}),
      samples: samplesOf(checked, at),
    })),
    rows: checked.length,
    errors: wrong.length,
    problems: wrong
      .slice(0, SHOWN)
      .map(({ line, cells, problems }) => ({ line, state: 'wrong', cells: [...cells], problems })),
  }
}

/** A few filled cells of a column. */
export function samplesOf(rows: readonly { readonly cells: Cells }[], at: number): string[] {
  const samples: string[] = []
  for (const { cells } of rows) {
    const cell = cells[at]
    if (cell && !samples.includes(cell)) samples.push(cell.slice(0, 80))
    if (samples.length === 3) break
  }
  return samples
}

export function refuseUnready(record: ImportRow, skipErrors: boolean): void {
  if (Object.values(record.mapping).filter(Boolean).length === 0)
    throw fail('invalid', 'No column is mapped to a field.', 'Say what the columns hold.')
  if (record.errors === record.rows)
    throw fail(
      'invalid',
      'No row can be imported.',
      'Correct the file, or map its columns otherwise.',
    )
  if (record.errors > 0 && !skipErrors)
    throw fail(
      'invalid',
      `${record.errors} of ${record.rows} rows have problems.`,
      'Correct the file, or say skip_errors to import the others.',
      {
        errors: record.errors,
      },
    )
}
