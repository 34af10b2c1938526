/** Spreadsheets run what begins like this as a formula; a leading apostrophe makes it text again. */
const FORMULA = /^\s*[=+\-@|]|^[\t\r\n]/

function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** CRLF as RFC 4180 has it. */
export const csvOf = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
/** Lets spreadsheets read Chinese right; only at the beginning of a file. */
export const BYTE_ORDER_MARK = '\uFEFF'
