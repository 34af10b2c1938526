import { parse } from 'csv-parse/sync'
import { fail } from '#kernel'
import { decode } from './decode.ts'
import { isXlsx, readXlsx } from './read-xlsx.ts'

/** Rows as they stand in a file; `line` as a person counts in it. */
export type Grid = readonly { readonly line: number; readonly cells: readonly string[] }[]

export interface Sheet {
  readonly name: string
  readonly grid: Grid
}

/** Every sheet of a file, whatever it is: a spreadsheet, or text with separators in any encoding. */
export async function sheetsOf(bytes: Uint8Array, name: string, rowsMax: number): Promise<Sheet[]> {
  if (!isXlsx(bytes)) return [{ name, grid: gridOfCsv(decode(bytes), rowsMax) }]
  return (await readXlsx(bytes)).map(({ name: sheet, rows }) => ({
    name: sheet,
    grid: rows.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) })),
  }))
}

export function gridOfCsv(text: string, rowsMax: number): Grid {
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
      to: rowsMax,
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

/** A cell of a spreadsheet as a person would type it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) {
    const [day = '', time = ''] = value.toISOString().slice(0, 19).split('T')
    return time === '00:00:00' ? day : `${day} ${time}`
  }
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(0) : String(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Headings as they stand; the same one twice gets a number. */
export function uniqueHeadings(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading) => {
    const times = (seen.get(heading) ?? 0) + 1
    seen.set(heading, times)
    return times === 1 ? heading : `${heading} (${times})`
  })
}
