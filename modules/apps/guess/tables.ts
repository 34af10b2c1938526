import { fail } from '#kernel'
import { sheetsOf, uniqueHeadings, type Sheet } from '#modules/sheets'
import { ENTITIES_MAX, FIELDS_MAX } from '../manifest/format.ts'

/** Rows of one upload: they are staged in one short transaction. More come by importing again. */
export const ROWS_MAX = 50_000
export const CELL_MAX = 20_000
/** Titles and notes may stand above a list. */
const HEADING_WITHIN = 10

export interface Table {
  readonly name: string
  readonly headings: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

export interface Upload {
  readonly name: string
  /** Base64 of the file's bytes. */
  readonly content: string
}

/** One table for every sheet that holds a list. */
export async function tablesOf(files: readonly Upload[]): Promise<Table[]> {
  const sheets: Sheet[] = []
  for (const { name, content } of files) {
    const plain = name.replace(/^.*[/\\]/, '').replace(/\.(csv|tsv|txt|xlsx|xlsm)$/i, '')
    const found = await sheetsOf(
      Buffer.from(content, 'base64'),
      plain,
      ROWS_MAX + HEADING_WITHIN + 1,
    )
    // A workbook of one sheet is called by its file: "Sheet1" says nothing.
    sheets.push(...(found.length === 1 ? [{ ...found[0]!, name: plain }] : found))
  }
  const tables = sheets.flatMap((sheet) => tableOf(sheet) ?? [])
  if (tables.length === 0)
    throw fail(
      'invalid',
      'There is no list in the file.',
      'Choose a file whose first row names the columns, with at least one row below.',
    )
  if (tables.length > ENTITIES_MAX)
    throw fail('invalid', `One app has at most ${ENTITIES_MAX} lists.`, 'Leave some sheets out.')
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
  if (rows > ROWS_MAX)
    throw fail(
      'invalid',
      `One upload takes at most ${ROWS_MAX} rows.`,
      'Make the app from a part, then import the rest into it.',
    )
  return tables
}

export function tableOf({ name, grid }: Sheet): Table | undefined {
  const lines = grid
    .map(({ line, cells }) => ({
      line,
      cells: cells.map((cell) => cell.trim().slice(0, CELL_MAX)),
    }))
    .filter(({ cells }) => cells.some(Boolean))
  const at = headingAt(lines.map(({ cells }) => cells))
  const head = lines[at]?.cells ?? []
  const body = lines.slice(at + 1)
  if (body.length === 0) return undefined
  const width = Math.max(head.length, ...body.slice(0, 1000).map(({ cells }) => cells.length))
  // A column without a heading and without a cell is none.
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) => head[column] || body.some(({ cells }) => cells[column]),
  )
  if (columns.length > FIELDS_MAX)
    throw fail(
      'invalid',
      `“${name.slice(0, 60)}” has more than ${FIELDS_MAX} columns.`,
      'Leave some of them out.',
    )
  return {
    name,
    headings: uniqueHeadings(
      columns.map((column) => (head[column] ?? '').slice(0, 100) || `Column ${column + 1}`),
    ),
    rows: body.map(({ line, cells }) => ({
      line,
      cells: columns.map((column) => cells[column] ?? ''),
    })),
  }
}

/** The first row that is as wide as the list below it and says something in nearly every column. */
function headingAt(lines: readonly (readonly string[])[]): number {
  const filled = (cells: readonly string[]): number => cells.filter(Boolean).length
  const widest = Math.max(0, ...lines.slice(0, 200).map(filled))
  const found = lines.slice(0, HEADING_WITHIN).findIndex((cells) => filled(cells) >= widest * 0.8)
  return Math.max(found, 0)
}
