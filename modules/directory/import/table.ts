import { parse } from 'csv-parse/sync'
import { fail } from '#kernel'
import { decode } from './decode.ts'
import { fieldOfHeading } from './headings.ts'
import { looksLikeEmail, looksLikeMobile } from './mapping.ts'
import { isXlsx, readXlsx } from './xlsx.ts'

/** Rows of one import; staging and checking them must fit into one short transaction. */
export const ROWS_MAX = 10_000
const COLUMNS_MAX = 100
const CELL_MAX = 2000
/** Titles and notes may stand above the list. */
const HEADING_WITHIN = 10

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
  if (text !== undefined) return ofGrid(csv(text))
  if (content === undefined)
    throw fail('invalid', 'There is nothing to import.', 'Give text, content or rows.')
  const bytes = Buffer.from(content, 'base64')
  return ofGrid(
    isXlsx(bytes)
      ? withLines((await readXlsx(bytes)).map((row) => row.map(cellText)))
      : csv(decode(bytes)),
  )
}

type Grid = { line: number; cells: string[] }[]

const withLines = (rows: string[][]): Grid =>
  rows.map((cells, index) => ({ line: index + 1, cells }))

function csv(text: string): Grid {
  const plain = text.replace(/^\uFEFF/, '')
  const declared = /^sep=(.)\r?\n/i.exec(plain)
  const body = declared ? plain.slice(declared[0].length) : plain
  const delimiter = declared?.[1] ?? delimiterOf(body)
  try {
    const records = parse(body, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      to: ROWS_MAX + HEADING_WITHIN + 1,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({
      line: info.lines + (declared ? 1 : 0),
      cells: record.map(unquoted),
    }))
  } catch (error) {
    throw fail(
      'invalid',
      `The file could not be read: ${(error as Error).message.slice(0, 200)}`,
      'Check the quotation marks, or save it again as .csv or .xlsx.',
    )
  }
}

/** The separator that cuts the first lines into the most columns, alike in each. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .slice(0, 20)
  const scored = [',', '\t', ';', '|', '，'].map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0
    return { delimiter, score: usual * counts.filter((count) => count === usual).length }
  })
  return scored.toSorted((a, b) => b.score - a.score)[0]!.delimiter
}

/** An apostrophe that a careful export put before a formula sign goes again. */
const unquoted = (cell: string): string => (/^'[=+\-@\t\r|]/.test(cell) ? cell.slice(1) : cell)

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(0) : String(value)
  return String(value)
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
  const headings = unique(
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
    cells: headings.map((heading) => cellText(object[heading]).trim().slice(0, CELL_MAX)),
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

function unique(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading) => {
    const times = (seen.get(heading) ?? 0) + 1
    seen.set(heading, times)
    return times === 1 ? heading : `${heading} (${times})`
  })
}
