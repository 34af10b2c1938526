/** Spreadsheets run what begins like this as a formula; a leading apostrophe makes it text again. */
const FORMULA = /^[=+\-@\t\r\n|]/

/** One cell of CSV that no spreadsheet will take for a formula. */
export function cellOf(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value)
  const safe = FORMULA.test(text.trimStart()) || FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark, so that spreadsheets read Chinese right; CRLF as RFC 4180 has it. */
export function csvOf(rows: readonly (readonly unknown[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}
