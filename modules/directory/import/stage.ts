import { T, fail, type Context, type RecordOf, type Static } from '#kernel'
import { customFields } from '../custom.ts'
import { Import } from '../entities.ts'
import { checkMapping, guessMapping, refuseNameless, type Mapping } from './mapping.ts'
import { findDepartment, readDirectory, type Directory } from './known.ts'
import { planRows } from './plan.ts'
import type { Planned } from './planned.ts'
import { readRows, type Problem } from './read-row.ts'
import { tableOf, type Source, type Table } from './table.ts'

export type ImportRow = RecordOf<typeof Import>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** Rows shown of each kind in a preview; directory.import.rows pages through all. */
const SHOWN = 50
const DEPARTMENTS_SHOWN = 200

/** A list of people as base64; one of 100,000 rows has about 10 MB. */
export const IMPORT_BYTES_MAX = 24 * 1024 * 1024

export const importSource = {
  file_name: T.Optional(T.String({ maxLength: 200, title: 'File name' })),
  text: T.Optional(T.String({ maxLength: 20_000_000, title: 'CSV text' })),
  content: T.Optional(
    T.String({
      maxLength: 20_000_000,
      contentEncoding: 'base64',
      title: 'File',
      description: 'Base64 of a .csv (any encoding) or .xlsx file',
    }),
  ),
  rows: T.Optional(
    T.Array(T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean(), T.Null()])), {
      maxItems: 10_000,
      title: 'Rows',
      description: 'Objects by heading',
    }),
  ),
  mapping: T.Optional(
    T.Record(T.String(), T.String(), {
      maxProperties: 100,
      title: 'Columns',
      description:
        'Heading → field: staff_no, name, last_name, first_name, email, mobile, job_title, department, department_group, manager, hired_on, custom.<key>. Left out: guessed.',
    }),
  ),
}

const problem = T.Object({ field: T.Optional(T.String()), code: T.String(), message: T.String() })
export const rowSchema = T.Object({
  line: T.Integer(),
  plan: T.Enum(['create', 'update', 'unchanged', 'error']),
  person: T.Optional(T.Id()),
  value: T.Unsafe<Record<string, unknown>>({ type: 'object' }),
  changes: T.Array(T.String()),
  problems: T.Array(problem),
})
export const previewSchema = T.Object({
  import: T.Id(),
  status: T.String(),
  columns: T.Array(
    T.Object({ heading: T.String(), field: T.Optional(T.String()), samples: T.Array(T.String()) }),
  ),
  rows: T.Integer(),
  to_create: T.Integer(),
  to_update: T.Integer(),
  unchanged: T.Integer(),
  errors: T.Integer(),
  departments: T.Array(T.String(), { description: 'Paths that will be created' }),
  sample: T.Array(rowSchema),
  problems: T.Array(rowSchema, { description: 'The first rows with errors' }),
})
export type Preview = Static<typeof previewSchema>

/** Reads the file into staging and plans every row: nothing of the directory is touched. */
export async function stage(
  ctx: AnyContext,
  source: Source & {
    file_name?: string | undefined
    mapping?: Readonly<Record<string, string>> | undefined
  },
): Promise<Preview> {
  const table = await tableOf(source)
  const fields = await customFields(ctx)
  const mapping = source.mapping
    ? checkMapping(source.mapping, table, fields)
    : guessMapping(table, fields)
  const planned = await plan(ctx, table, mapping)
  // Writing comes last, so that reading a long list holds nobody up.
  await sweep(ctx)
  const record = await imports(ctx).create({
    status: 'ready',
    headings: table.headings,
    mapping,
    rows: table.rows.length,
    applied: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    errors: 0,
    started_by: ctx.actor.id,
    ...(source.file_name ? { file_name: source.file_name } : {}),
  })
  await ctx.sql`
    INSERT INTO directory.import_row (org, import, line, cells, value, problems, plan, person, changes)
    SELECT ${ctx.org}::uuid, ${record.id}::uuid, r.line, r.cells::jsonb, r.value::jsonb, r.problems::jsonb, r.plan, r.person, r.changes::jsonb
    FROM unnest(${table.rows.map(({ line }) => line)}::bigint[], ${table.rows.map(({ cells }) => JSON.stringify(cells))}::text[],
      ${planned.rows.map(({ value }) => JSON.stringify(value))}::text[], ${planned.rows.map(({ problems }) => JSON.stringify(problems))}::text[],
      ${planned.rows.map((row) => row.plan)}::text[], ${planned.rows.map(({ person }) => person)}::uuid[], ${planned.rows.map(({ changes }) => JSON.stringify(changes))}::text[])
      AS r(line, cells, value, problems, plan, person, changes)`
  return preview(ctx, record, table, mapping, planned)
}

/** Plans anew from what is staged: another mapping, or a directory that has moved on. */
export async function restage(
  ctx: AnyContext,
  record: ImportRow,
  chosen?: Readonly<Record<string, string>>,
): Promise<Preview> {
  const rows = await ctx.sql<{ line: number; cells: string[] }>`
    SELECT line::int, cells FROM directory.import_row WHERE org = ${ctx.org} AND import = ${record.id} ORDER BY line`
  const table = { headings: record.headings, rows }
  const mapping = chosen
    ? checkMapping(chosen, table, await customFields(ctx))
    : (record.mapping as Mapping)
  const planned = await plan(ctx, table, mapping)
  await ctx.sql`
    UPDATE directory.import_row t SET value = r.value::jsonb, problems = r.problems::jsonb, plan = r.plan, person = r.person, changes = r.changes::jsonb
    FROM unnest(${planned.rows.map(({ line }) => line)}::bigint[], ${planned.rows.map(({ value }) => JSON.stringify(value))}::text[], ${planned.rows.map(({ problems }) => JSON.stringify(problems))}::text[],
      ${planned.rows.map((row) => row.plan)}::text[], ${planned.rows.map(({ person }) => person)}::uuid[], ${planned.rows.map(({ changes }) => JSON.stringify(changes))}::text[])
      AS r(line, value, problems, plan, person, changes)
    WHERE t.org = ${ctx.org} AND t.import = ${record.id} AND t.line = r.line
      AND (t.value, t.problems, t.plan, t.person, t.changes) IS DISTINCT FROM (r.value::jsonb, r.problems::jsonb, r.plan, r.person, r.changes::jsonb)`
  return preview(ctx, record, table, mapping, planned)
}

interface Plans {
  readonly rows: (Planned & { line: number })[]
  readonly directory: Directory
}

async function plan(ctx: AnyContext, table: Table, mapping: Mapping): Promise<Plans> {
  const fields = await customFields(ctx)
  const read = readRows(table, mapping, fields)
  const directory = await readDirectory(ctx.sql, ctx.org, read, fields)
  return {
    rows: planRows(read, directory).map((row, index) => ({
      ...row,
      line: table.rows[index]!.line,
    })),
    directory,
  }
}

async function preview(
  ctx: AnyContext,
  record: ImportRow,
  table: Table,
  mapping: Mapping,
  { rows, directory }: Plans,
): Promise<Preview> {
  const count = (wanted: Planned['plan']): number =>
    rows.filter((row) => row.plan === wanted).length
  const counts = { unchanged: count('unchanged'), errors: count('error') }
  await imports(ctx).update(record.id, { mapping, ...counts })
  const paths = rows.flatMap((row) =>
    row.plan !== 'error' && row.value.department ? [row.value.department] : [],
  )
  const missing = paths.filter((path) => findDepartment(path, directory.departments) === undefined)
  const shown = (list: typeof rows) => list.slice(0, SHOWN).map(shape)
  return {
    import: record.id,
    status: record.status,
    columns: table.headings.map((heading, index) => ({
      heading,
      ...(mapping[heading] ? { field: mapping[heading] } : {}),
      samples: samplesOf(table, index),
    })),
    rows: rows.length,
    to_create: count('create'),
    to_update: count('update'),
    ...counts,
    departments: [
      ...new Set(
        missing.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1).join(' / '))),
      ),
    ]
      .filter((path) => findDepartment(path.split(' / '), directory.departments) === undefined)
      .slice(0, DEPARTMENTS_SHOWN),
    sample: shown(rows),
    problems: shown(rows.filter((row) => row.plan === 'error')),
  }
}

/** A few filled cells of a column. */
function samplesOf(table: Table, index: number): string[] {
  const samples: string[] = []
  for (const { cells } of table.rows) {
    if (cells[index]) samples.push(cells[index])
    if (samples.length === 3) break
  }
  return samples
}

interface StagedRow {
  readonly line: number
  readonly plan: Planned['plan']
  readonly person: string | null
  readonly value: object
  readonly changes: string[]
  readonly problems: readonly Problem[]
}
/** A row as it travels. */
export const shape = ({ line, plan, person, value, changes, problems }: StagedRow) => ({
  line,
  plan,
  ...(person === null ? {} : { person }),
  value: value as Record<string, unknown>,
  changes,
  problems: [...problems],
})

/** What was staged and never applied goes after a week. */
async function sweep(ctx: AnyContext): Promise<void> {
  const old = await ctx.sql<{ id: string }>`
    DELETE FROM directory.import WHERE org = ${ctx.org} AND status = 'ready' AND created_at < now() - interval '7 days' RETURNING id`
  if (old.length)
    await ctx.sql`DELETE FROM directory.import_row WHERE org = ${ctx.org} AND import = ANY(${old.map(({ id }) => id)}::uuid[])`
}

/** Only who may import everywhere: it reaches every department. */
export const imports = (ctx: AnyContext) => ctx.records(Import)

/** Refuses to apply what has no names, or has errors that nobody agreed to leave out. */
export function refuseUnready(preview: Preview, skipErrors: boolean): void {
  const mapping = Object.fromEntries(
    preview.columns.flatMap(({ heading, field }) => (field ? [[heading, field]] : [])),
  ) as Mapping
  refuseNameless(mapping)
  if (preview.errors > 0 && !skipErrors) {
    throw fail(
      'invalid',
      `${preview.errors} of ${preview.rows} rows have errors.`,
      'Correct the file, or say skip_errors to import the others.',
      {
        errors: preview.errors,
        problems: preview.problems.slice(0, 20),
      },
    )
  }
}
