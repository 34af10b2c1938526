import { fail } from '#kernel'
import { cellText, gridOfCsv, sheetsOf, uniqueHeadings, type Grid } from '#modules/sheets'
import { fieldOfHeading } from './headings.ts'
import { looksLikeEmail, looksLikeMobile } from './mapping.ts'

/** Rows of one import; staging and checking them must fit into one short transaction. */
export const ROWS_MAX = 10_000
const COLUMNS_MAX = 100
const CELL_MAX = 2000
/** Titles and notes may stand above the list. */
const HEADING_WITHIN = 10
const LINES_MAX = ROWS_MAX + HEADING_WITHIN + 1

export interface Table {
  readonly headings: string[]
  /** Cells as text, by column; `line` as a person counts in the file. */
  readonly rows: { readonly line: number; readonly cells: string[] }[]
}

export interface Source {
  readonly text?: string | undefined
  /** Base64 of the file's bytes. */
  readonly content?: string | undefined
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined
}

/** A list of people however it comes: CSV text, a file of any encoding, a spreadsheet, or objects. */
export async function tableOf({ text, content, rows }: Source): Promise<Table> {
  if (rows) return ofObjects(rows)
  if (text !== undefined) return ofGrid(gridOfCsv(text, LINES_MAX))
  if (content === undefined)
    throw fail('invalid', 'There is nothing to import.', 'Give text, content or rows.')
  const [first] = await sheetsOf(Buffer.from(content, 'base64'), '', LINES_MAX)
  return ofGrid(first?.grid ?? [])
}

function ofGrid(grid: Grid): Table {
  const lines = grid
    .map(({ line, cells }) => ({
      line,
      cells: cells.slice(0, COLUMNS_MAX).map((cell) => cell.trim().slice(0, CELL_MAX)),
    }))
    .filter(({ cells }) => cells.some(Boolean))
  if (lines.length === 0)
    throw fail(
      'invalid',
      'The file is empty.',
      'Choose a file with headings and at least one person.',
    )
  const top = lines.slice(0, HEADING_WITHIN)
  const scores = top.map(({ cells }) => cells.filter((cell) => fieldOfHeading(cell)).length)
  const best = Math.max(...scores)
  const headless =
    best === 0 && lines[0]!.cells.some((cell) => looksLikeEmail(cell) || looksLikeMobile(cell))
  const at = best === 0 ? 0 : scores.indexOf(best)
  const width = Math.max(...lines.map(({ cells }) => cells.length))
  const names = headless ? [] : lines[at]!.cells
  const headings = uniqueHeadings(
    Array.from({ length: width }, (_, index) => names[index] || `Column ${index + 1}`),
  )
  const rows = lines
    .slice(headless ? 0 : at + 1)
    .map(({ line, cells }) => ({ line, cells: headings.map((_, index) => cells[index] ?? '') }))
  return bounded({ headings, rows })
}

function ofObjects(objects: readonly Readonly<Record<string, unknown>>[]): Table {
  const headings = [...new Set(objects.flatMap((object) => Object.keys(object)))].slice(
    0,
    COLUMNS_MAX,
  )
  const rows = objects.map((object, index) => ({
    line: index + 1,
    // `constructor` is a heading like any other, and not what every object has.
    cells: headings.map((heading) =>
      Object.hasOwn(object, heading) ? cellText(object[heading]).trim().slice(0, CELL_MAX) : '',
    ),
  }))
  return bounded({ headings, rows })
}

function bounded(table: Table): Table {
  if (table.rows.length === 0)
    throw fail('invalid', 'There are headings but no people below them.', 'Add at least one row.')
  if (table.rows.length > ROWS_MAX)
    throw fail('invalid', `One import takes at most ${ROWS_MAX} people.`, 'Split the file.')
  return table
}
