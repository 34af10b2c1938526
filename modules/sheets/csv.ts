/** Spreadsheets run what begins like this as a formula; a leading apostrophe makes it text again. */
const FORMULA = /^\s*[=+\-@|]|^[\t\r\n]/

/** One cell of CSV that no spreadsheet will take for a formula. */
export function cellOf(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** CRLF as RFC 4180 has it. */
export const csvOf = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')

/** Lets spreadsheets read Chinese right; only at the beginning of a file. */
export const BYTE_ORDER_MARK = '\uFEFF'
